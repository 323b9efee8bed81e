// libpng, for writing pictures through its simplified interface, which needs no setjmp.
#include <png.h>
static inline void precinto_png_prepare(png_image *image, unsigned width, unsigned height) {
  image->version = PNG_IMAGE_VERSION;
  image->width = width;
  image->height = height;
  image->format = PNG_FORMAT_RGB;
}
