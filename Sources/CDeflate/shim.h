// libdeflate, for its CRC-32: many times the speed of zlib's.
#include <libdeflate.h>
