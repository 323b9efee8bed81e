// ISA-L's streaming inflate, about twice as fast as zlib's. It is looked for when it is needed: Debian has it as a
// shared library only, and where it is missing everything is unpacked by libarchive.
#ifndef PRECINTO_CISAL_H
#define PRECINTO_CISAL_H
#include <dlfcn.h>
#include <stddef.h>
#include <isa-l/igzip_lib.h>

static inline void *precinto_isal_symbol(const char *name) {
  static void *library;
  if (!library) library = dlopen("libisal.so.2", RTLD_NOW | RTLD_LOCAL);
  return library ? dlsym(library, name) : NULL;
}

// 1 when the state is ready; 0 where ISA-L is missing, and then the other must not be called.
static inline int precinto_isal_begin(struct inflate_state *state) {
  __typeof__(isal_inflate_init) *begin =
      (__typeof__(isal_inflate_init) *)precinto_isal_symbol("isal_inflate_init");
  if (begin) begin(state);
  return begin != NULL;
}
static inline int precinto_isal_inflate(struct inflate_state *state) {
  static __typeof__(isal_inflate) *inflate;
  if (!inflate) inflate = (__typeof__(isal_inflate) *)precinto_isal_symbol("isal_inflate");
  return inflate(state);
}
#endif
