// zlib, for the CRC-32 of zip entries.
#include <zlib.h>
