// libpng: the simplified interface for writing drawings, and exact samples in and out.
#ifndef PRECINTO_CPNG_H
#define PRECINTO_CPNG_H
#include <png.h>
static inline void precinto_png_prepare(png_image *image, unsigned width, unsigned height) {
  image->version = PNG_IMAGE_VERSION;
  image->width = width;
  image->height = height;
  image->format = PNG_FORMAT_RGB;
}

// Exact samples in and out. libpng's full interface ends every error with a jump, which Swift cannot survive: the
// jump stays within these functions.
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct precinto_png_picture {
  uint32_t width, height;
  int channels;
  int bit_depth;
};

struct precinto_png_memory {
  const uint8_t *bytes;
  size_t count, place;
  int warned;
};

static inline void precinto_png_take(png_structp png, png_bytep out, size_t count) {
  struct precinto_png_memory *memory = (struct precinto_png_memory *)png_get_io_ptr(png);
  if (count > memory->count - memory->place) png_error(png, "truncated");
  memcpy(out, memory->bytes + memory->place, count);
  memory->place += count;
}
static inline void precinto_png_fail(png_structp png, png_const_charp text) {
  (void)text;
  png_longjmp(png, 1);
}
static inline void precinto_png_warn(png_structp png, png_const_charp text) {
  (void)text;
  struct precinto_png_memory *memory = (struct precinto_png_memory *)png_get_error_ptr(png);
  if (memory) memory->warned = 1;
}

// Reads the shape, and the samples where `samples` is not NULL: palettes and small samples as whole bytes, samples of
// 16 bits as two bytes with the high one first. `samples` has room for height x width x channels x depth.
// 0: done. 1: not a whole PNG. 2: done, but libpng had something to say of it.
static inline int precinto_png_decode(
    const uint8_t *bytes, size_t count, struct precinto_png_picture *picture, uint8_t *samples) {
  struct precinto_png_memory memory = {bytes, count, 0, 0};
  png_structp png = png_create_read_struct(
      PNG_LIBPNG_VER_STRING, &memory, precinto_png_fail, precinto_png_warn);
  if (!png) return 1;
  png_infop info = png_create_info_struct(png);
  png_bytep *volatile rows = NULL;
  if (!info || setjmp(png_jmpbuf(png))) {
    free((void *)rows);
    png_destroy_read_struct(&png, info ? &info : NULL, NULL);
    return 1;
  }
  png_set_user_limits(png, 65535, 65535);
  png_set_chunk_malloc_max(png, 1 << 24);
  png_set_read_fn(png, &memory, precinto_png_take);
  png_read_info(png, info);
  png_set_expand(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  picture->width = png_get_image_width(png, info);
  picture->height = png_get_image_height(png, info);
  picture->channels = png_get_channels(png, info);
  picture->bit_depth = png_get_bit_depth(png, info);
  if (samples) {
    size_t row = png_get_rowbytes(png, info);
    rows = (png_bytep *)malloc(sizeof(png_bytep) * picture->height);
    if (!rows) png_error(png, "no memory");
    for (uint32_t place = 0; place < picture->height; place++) rows[place] = samples + place * row;
    png_read_image(png, rows);
    png_read_end(png, NULL);
  }
  free((void *)rows);
  png_destroy_read_struct(&png, &info, NULL);
  return memory.warned ? 2 : 0;
}

struct precinto_png_output {
  uint8_t *bytes;
  size_t count, room;
};

static inline void precinto_png_put(png_structp png, png_bytep bytes, size_t count) {
  struct precinto_png_output *output = (struct precinto_png_output *)png_get_io_ptr(png);
  if (count > output->room - output->count) {
    size_t room = 2 * (output->room + count);
    uint8_t *larger = (uint8_t *)realloc(output->bytes, room);
    if (!larger) png_error(png, "no memory");
    output->bytes = larger;
    output->room = room;
  }
  memcpy(output->bytes + output->count, bytes, count);
  output->count += count;
}
static inline void precinto_png_no_flush(png_structp png) { (void)png; }

// A PNG of IHDR, IDAT and IEND alone. The caller frees `bytes` with free(). 0: done.
static inline int precinto_png_encode(
    struct precinto_png_picture picture, const uint8_t *samples, int level, uint8_t **bytes,
    size_t *count) {
  static const int colours[] = {
      PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  struct precinto_png_output *output =
      (struct precinto_png_output *)calloc(1, sizeof(struct precinto_png_output));
  if (!output) return 1;
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, precinto_png_fail, precinto_png_warn);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info || setjmp(png_jmpbuf(png))) {
    free(output->bytes);
    free(output);
    png_destroy_write_struct(&png, info ? &info : NULL);
    return 1;
  }
  png_set_write_fn(png, output, precinto_png_put, precinto_png_no_flush);
  png_set_compression_level(png, level);
  png_set_IHDR(
      png, info, picture.width, picture.height, picture.bit_depth, colours[picture.channels - 1],
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  size_t row = (size_t)picture.width * picture.channels * (picture.bit_depth / 8);
  for (uint32_t place = 0; place < picture.height; place++) {
    png_write_row(png, samples + place * row);
  }
  png_write_end(png, NULL);
  png_destroy_write_struct(&png, &info);
  *bytes = output->bytes;
  *count = output->count;
  free(output);
  return 0;
}
#endif
