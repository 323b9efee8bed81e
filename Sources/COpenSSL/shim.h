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
#endif
