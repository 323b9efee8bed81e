// libjpeg-turbo's own interface: decodes JPEG into memory and returns errors instead of jumping.
#ifndef PRECINTO_CTURBOJPEG_H
#define PRECINTO_CTURBOJPEG_H
#include <turbojpeg.h>
#endif
