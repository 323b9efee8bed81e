// OpenSSL 3.0 for Integrity (digests) and Signing (everything else).
//
// OPENSSL_SUPPRESS_DEPRECATED: the low-level SHA256_* calls are marked deprecated, yet they are the only ones that
// hash small inputs (Merkle nodes) without an allocation and an algorithm fetch each time.
#ifndef PRECINTO_COPENSSL_H
#define PRECINTO_COPENSSL_H
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// Macros and type-safe stack functions that Swift cannot import.

static inline long precinto_BIO_get_mem_data(BIO *bio, const unsigned char **data) {
  return BIO_get_mem_data(bio, (char **)data);
}
static inline int precinto_sk_X509_num(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }
static inline X509 *precinto_sk_X509_value(const STACK_OF(X509) *stack, int index) {
  return sk_X509_value(stack, index);
}
static inline STACK_OF(X509) *precinto_sk_X509_new(void) { return sk_X509_new_null(); }
static inline int precinto_sk_X509_push(STACK_OF(X509) *stack, X509 *certificate) {
  return sk_X509_push(stack, certificate);
}
static inline void precinto_sk_X509_pop_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }
static inline void precinto_sk_X509_free(STACK_OF(X509) *stack) { sk_X509_free(stack); }
static inline int precinto_sk_SignerInfo_num(STACK_OF(CMS_SignerInfo) *stack) {
  return sk_CMS_SignerInfo_num(stack);
}
static inline CMS_SignerInfo *precinto_sk_SignerInfo_value(STACK_OF(CMS_SignerInfo) *stack, int index) {
  return sk_CMS_SignerInfo_value(stack, index);
}
static inline int precinto_sk_OBJECT_num(const EXTENDED_KEY_USAGE *stack) {
  return sk_ASN1_OBJECT_num(stack);
}
static inline ASN1_OBJECT *precinto_sk_OBJECT_value(const EXTENDED_KEY_USAGE *stack, int index) {
  return sk_ASN1_OBJECT_value(stack, index);
}
static inline void precinto_OPENSSL_free(void *pointer) { OPENSSL_free(pointer); }
static inline unsigned long precinto_name_flags(void) {
  return XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_FN_SN | (ASN1_STRFLGS_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}
static inline EVP_PKEY *precinto_EVP_EC_gen(const char *curve) { return EVP_EC_gen(curve); }
#endif
