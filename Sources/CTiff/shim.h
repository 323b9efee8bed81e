// libtiff, looked for when a TIFF is met: it stands on libraries that cannot be linked into one executable, and where
// it is missing a TIFF is merely not decoded. Its interface of variadic functions is used here, in C.
#ifndef PRECINTO_CTIFF_H
#define PRECINTO_CTIFF_H
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>
#include <tiffio.h>

// Why a picture was not decoded.
enum precinto_tiff_status {
  PRECINTO_TIFF_DONE = 0,
  PRECINTO_TIFF_NO_LIBRARY = 1,
  PRECINTO_TIFF_MALFORMED = 2,
  PRECINTO_TIFF_SEVERAL_PAGES = 3,
  PRECINTO_TIFF_TOO_LARGE = 4,
};

struct precinto_tiff_memory {
  const uint8_t *bytes;
  uint64_t count;
  uint64_t place;
};

static inline tmsize_t precinto_tiff_read(thandle_t handle, void *buffer, tmsize_t wanted) {
  struct precinto_tiff_memory *memory = (struct precinto_tiff_memory *)handle;
  if (wanted < 0 || memory->place > memory->count) return 0;
  uint64_t left = memory->count - memory->place;
  tmsize_t count = (uint64_t)wanted < left ? wanted : (tmsize_t)left;
  memcpy(buffer, memory->bytes + memory->place, (size_t)count);
  memory->place += (uint64_t)count;
  return count;
}
static inline tmsize_t precinto_tiff_write(thandle_t handle, void *buffer, tmsize_t count) {
  (void)handle, (void)buffer, (void)count;
  return 0;
}
static inline toff_t precinto_tiff_seek(thandle_t handle, toff_t offset, int whence) {
  struct precinto_tiff_memory *memory = (struct precinto_tiff_memory *)handle;
  uint64_t base = whence == 1 ? memory->place : whence == 2 ? memory->count : 0;
  memory->place = base + offset;
  return memory->place;
}
static inline int precinto_tiff_close(thandle_t handle) { (void)handle; return 0; }
static inline toff_t precinto_tiff_size(thandle_t handle) {
  return ((struct precinto_tiff_memory *)handle)->count;
}

static inline void *precinto_tiff_symbol(const char *name) {
  static void *library;
  if (!library) library = dlopen("libtiff.so.6", RTLD_NOW | RTLD_LOCAL);
  return library ? dlsym(library, name) : NULL;
}
#define PRECINTO_TIFF(name) ((__typeof__(name) *)precinto_tiff_symbol(#name))

static inline const char *precinto_tiff_version(void) {
  __typeof__(TIFFGetVersion) *version = PRECINTO_TIFF(TIFFGetVersion);
  return version ? version() : NULL;
}

// The size of the one picture in a TIFF; and, where `pixels` is not NULL, its pixels as red, green, blue and opacity, a
// byte each, from the upper left corner, row by row. `pixels` has room for `width` x `height` of them.
static inline int precinto_tiff_decode(
    const uint8_t *bytes, uint64_t count, uint64_t pixel_limit, uint32_t *width, uint32_t *height,
    uint32_t *pixels) {
  if (!precinto_tiff_version()) return PRECINTO_TIFF_NO_LIBRARY;
  PRECINTO_TIFF(TIFFSetErrorHandler)(NULL);
  PRECINTO_TIFF(TIFFSetWarningHandler)(NULL);
  struct precinto_tiff_memory memory = {bytes, count, 0};
  TIFF *file = PRECINTO_TIFF(TIFFClientOpen)(
      "memory", "rm", (thandle_t)&memory, precinto_tiff_read, precinto_tiff_write,
      precinto_tiff_seek, precinto_tiff_close, precinto_tiff_size, NULL, NULL);
  if (!file) return PRECINTO_TIFF_MALFORMED;
  int status = PRECINTO_TIFF_MALFORMED;
  uint32_t wide = 0, high = 0;
  if (!PRECINTO_TIFF(TIFFLastDirectory)(file)) {
    status = PRECINTO_TIFF_SEVERAL_PAGES;
  } else if (
      PRECINTO_TIFF(TIFFGetField)(file, TIFFTAG_IMAGEWIDTH, &wide) &&
      PRECINTO_TIFF(TIFFGetField)(file, TIFFTAG_IMAGELENGTH, &high) && wide && high) {
    *width = wide;
    *height = high;
    if ((uint64_t)wide * high > pixel_limit) {
      status = PRECINTO_TIFF_TOO_LARGE;
    } else if (
        !pixels || PRECINTO_TIFF(TIFFReadRGBAImageOriented)(
                       file, wide, high, pixels, ORIENTATION_TOPLEFT, 1)) {
      status = PRECINTO_TIFF_DONE;
    }
  }
  PRECINTO_TIFF(TIFFClose)(file);
  return status;
}
#endif
