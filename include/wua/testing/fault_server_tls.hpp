// SPDX-License-Identifier: MIT
#pragma once
// A certificate authority for tests, which gives a fault server its https listeners. Needs OpenSSL (1.1.1 or newer).

#include <wua/separate_compilation.hpp>
#include <wua/testing/fault_server/tls_acceptor.hpp>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace wua
{
namespace detail
{
template <auto Free>
struct openssl_free
{
    void operator()(auto* object) const noexcept
    {
        Free(object);
    }
};

using openssl_key = std::unique_ptr<EVP_PKEY, openssl_free<EVP_PKEY_free>>;
using openssl_certificate = std::unique_ptr<X509, openssl_free<X509_free>>;
using openssl_context = std::unique_ptr<SSL_CTX, openssl_free<SSL_CTX_free>>;
using openssl_stream = std::unique_ptr<SSL, openssl_free<SSL_free>>;

void require_openssl(bool is_fine, const char* what);

openssl_key make_key();

/// A certificate and its key.
struct tls_identity
{
    openssl_key key = make_key();
    openssl_certificate certificate;
};

struct certificate_spec
{
    const char* name;
    const char* hosts; ///< for subjectAltName; null for an authority
    long valid_from;   ///< seconds from now
    long valid_to;
};

/// Signed by the issuer, or by itself if there is none.
tls_identity make_identity(const certificate_spec& spec, const tls_identity* issuer, long serial);

/// TLS between two memory buffers, so that only the server touches the socket.
class openssl_connection final : public tls_connection
{
public:
    explicit openssl_connection(SSL_CTX* context);

    WUA_INLINE bool receive(std::string_view wire, std::string& plain, std::string& reply) override;

    WUA_INLINE void seal(std::string_view plain, std::string& wire) override;

    WUA_INLINE void close(std::string& wire) override;

    WUA_INLINE void rekey(std::string& wire) override;

    WUA_INLINE bool speaks_http_2() const noexcept override;

private:
    void drain(std::string& wire);

    openssl_stream m_stream;
    BIO* m_from_wire = nullptr; ///< owned by the stream
    BIO* m_to_wire = nullptr;   ///< owned by the stream
};
} // namespace detail

/// Creates new keys and certificates each time, in memory:
///
///     const auto authority = std::make_shared<wua::test_authority>();
///     wua::fault_server server{authority};
///
/// The client under test must trust certificate_pem() and nothing else.
class test_authority final : public tls_acceptor
{
public:
    /// Throws std::runtime_error if OpenSSL fails.
    test_authority();

    /// The authority's own certificate, for the client's list of trusted ones.
    std::string certificate_pem() const;

    WUA_INLINE std::unique_ptr<tls_connection> accept(listener_kind kind) const override;

private:
    static constexpr long day = 24 * 60 * 60;

    void add(listener_kind kind, const detail::certificate_spec& spec, const detail::tls_identity* issuer);

    detail::tls_identity m_root = detail::make_identity({"wua test authority", nullptr, -day, day}, nullptr, 1);
    std::map<listener_kind, detail::openssl_context> m_contexts;
};
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/testing/fault_server_tls.ipp>
#endif
