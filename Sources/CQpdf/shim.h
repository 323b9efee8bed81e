// qpdf, through its C interface, for what a PDF says of itself. It is looked for when it is needed: it stands on
// libraries that cannot be linked into one executable, and where it is missing a PDF is merely not read.
#ifndef PRECINTO_CQPDF_H
#define PRECINTO_CQPDF_H
#include <dlfcn.h>
#include <qpdf/qpdf-c.h>

static inline void *precinto_qpdf_symbol(const char *name) {
  static void *library;
  if (!library) library = dlopen("libqpdf.so.29", RTLD_NOW | RTLD_LOCAL);
  return library ? dlsym(library, name) : NULL;
}

// The function of that name; NULL where qpdf is missing.
#define PRECINTO_QPDF(name) ((__typeof__(name) *)precinto_qpdf_symbol(#name))

// NULL where qpdf is missing; then none of the others may be called.
static inline qpdf_data precinto_qpdf_init(void) {
  __typeof__(qpdf_init) *make = PRECINTO_QPDF(qpdf_init);
  return make ? make() : NULL;
}
static inline const char *precinto_qpdf_version(void) {
  __typeof__(qpdf_get_qpdf_version) *version = PRECINTO_QPDF(qpdf_get_qpdf_version);
  return version ? version() : NULL;
}
static inline void precinto_qpdf_cleanup(qpdf_data *data) { PRECINTO_QPDF(qpdf_cleanup)(data); }
static inline void precinto_qpdf_be_quiet(qpdf_data data) {
  PRECINTO_QPDF(qpdf_silence_errors)(data);
  PRECINTO_QPDF(qpdf_set_suppress_warnings)(data, QPDF_TRUE);
}
static inline QPDF_ERROR_CODE precinto_qpdf_read(qpdf_data data, const char *path) {
  return PRECINTO_QPDF(qpdf_read)(data, path, NULL);
}
static inline QPDF_ERROR_CODE precinto_qpdf_read_memory(
    qpdf_data data, const char *bytes, unsigned long long count) {
  return PRECINTO_QPDF(qpdf_read_memory)(data, "memory", bytes, count, NULL);
}
static inline QPDF_BOOL precinto_qpdf_has_error(qpdf_data data) {
  return PRECINTO_QPDF(qpdf_has_error)(data);
}
static inline qpdf_error precinto_qpdf_get_error(qpdf_data data) {
  return PRECINTO_QPDF(qpdf_get_error)(data);
}
static inline QPDF_BOOL precinto_qpdf_more_warnings(qpdf_data data) {
  return PRECINTO_QPDF(qpdf_more_warnings)(data);
}
static inline qpdf_error precinto_qpdf_next_warning(qpdf_data data) {
  return PRECINTO_QPDF(qpdf_next_warning)(data);
}
static inline enum qpdf_error_code_e precinto_qpdf_get_error_code(qpdf_data data, qpdf_error error) {
  return PRECINTO_QPDF(qpdf_get_error_code)(data, error);
}
static inline const char *precinto_qpdf_get_error_detail(qpdf_data data, qpdf_error error) {
  return PRECINTO_QPDF(qpdf_get_error_message_detail)(data, error);
}
static inline QPDF_BOOL precinto_qpdf_is_encrypted(qpdf_data data) {
  return PRECINTO_QPDF(qpdf_is_encrypted)(data);
}
static inline int precinto_qpdf_get_num_pages(qpdf_data data) {
  return PRECINTO_QPDF(qpdf_get_num_pages)(data);
}
static inline qpdf_oh precinto_qpdf_get_trailer(qpdf_data data) {
  return PRECINTO_QPDF(qpdf_get_trailer)(data);
}
static inline qpdf_oh precinto_qpdf_get_key(qpdf_data data, qpdf_oh dictionary, const char *key) {
  return PRECINTO_QPDF(qpdf_oh_get_key_if_dict)(data, dictionary, key);
}
static inline void precinto_qpdf_release_all(qpdf_data data) {
  PRECINTO_QPDF(qpdf_oh_release_all)(data);
}
static inline QPDF_BOOL precinto_qpdf_get_utf8(
    qpdf_data data, qpdf_oh value, const char **text, size_t *count) {
  return PRECINTO_QPDF(qpdf_oh_get_value_as_utf8)(data, value, text, count);
}
#endif
