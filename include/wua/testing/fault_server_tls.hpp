// SPDX-License-Identifier: MIT
#pragma once
// A certificate authority for tests, which gives a fault server its https listeners. Needs OpenSSL (1.1.1 or newer).

#include <wua/testing/fault_server/tls_acceptor.hpp>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstddef>
#include <memory>
#include <stdexcept>
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

inline void require_openssl(bool is_fine, const char* what)
{
    if (!is_fine)
    {
        throw std::runtime_error{what};
    }
}

inline openssl_key make_key()
{
    const std::unique_ptr<EVP_PKEY_CTX, openssl_free<EVP_PKEY_CTX_free>> maker{
        EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nullptr)};
    EVP_PKEY* key = nullptr;
    require_openssl(maker && EVP_PKEY_keygen_init(maker.get()) > 0 &&
                        EVP_PKEY_CTX_set_ec_paramgen_curve_nid(maker.get(), NID_X9_62_prime256v1) > 0 &&
                        EVP_PKEY_keygen(maker.get(), &key) > 0,
                    "cannot make a key");
    return openssl_key{key};
}

/// A certificate and its key.
struct tls_identity
{
    openssl_key key = make_key();
    openssl_certificate certificate;
};

struct certificate_spec
{
    const char* name;
    const char* hosts; ///< as subjectAltName; none for an authority
    long valid_from;   ///< seconds from now
    long valid_to;
};

/// Signed by the issuer, or by itself without one.
inline tls_identity make_identity(const certificate_spec& spec, const tls_identity* issuer, long serial)
{
    tls_identity made;
    made.certificate.reset(X509_new());
    const auto certificate = made.certificate.get();
    require_openssl(certificate, "cannot make a certificate");
    const auto signer = issuer ? issuer->certificate.get() : certificate;
    const auto extend = [&](int kind, const char* value) {
        X509V3_CTX context;
        X509V3_set_ctx(&context, signer, certificate, nullptr, nullptr, 0);
        const std::unique_ptr<X509_EXTENSION, openssl_free<X509_EXTENSION_free>> extension{
            X509V3_EXT_conf_nid(nullptr, &context, kind, value)};
        require_openssl(extension && X509_add_ext(certificate, extension.get(), -1), "cannot extend a certificate");
    };
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), spec.valid_from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), spec.valid_to);
    X509_set_pubkey(certificate, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(spec.name), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(signer));
    extend(NID_basic_constraints, spec.hosts ? "critical,CA:FALSE" : "critical,CA:TRUE");
    extend(NID_key_usage, spec.hosts ? "critical,digitalSignature" : "critical,keyCertSign");
    extend(NID_subject_key_identifier, "hash");
    if (spec.hosts)
    {
        extend(NID_subject_alt_name, spec.hosts);
    }
    const auto signing_key = issuer ? issuer->key.get() : made.key.get();
    require_openssl(X509_sign(certificate, signing_key, EVP_sha256()) > 0, "cannot sign a certificate");
    return made;
}

/// TLS between two memory buffers, so that the server alone touches the socket.
class openssl_connection final : public tls_connection
{
public:
    explicit openssl_connection(SSL_CTX* context) : m_stream{SSL_new(context)}
    {
        require_openssl(m_stream != nullptr, "cannot begin a TLS connection");
        m_from_wire = BIO_new(BIO_s_mem());
        m_to_wire = BIO_new(BIO_s_mem());
        SSL_set_bio(m_stream.get(), m_from_wire, m_to_wire);
        SSL_set_accept_state(m_stream.get());
    }

    bool receive(std::string_view wire, std::string& plain, std::string& reply) override
    {
        ERR_clear_error();
        BIO_write(m_from_wire, wire.data(), static_cast<int>(wire.size()));
        char buffer[16384];
        int read = 0;
        while ((read = SSL_read(m_stream.get(), buffer, sizeof buffer)) > 0)
        {
            plain.append(buffer, static_cast<std::size_t>(read));
        }
        const auto reason = SSL_get_error(m_stream.get(), read);
        drain(reply);
        return reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE;
    }

    void seal(std::string_view plain, std::string& wire) override
    {
        ERR_clear_error();
        if (!plain.empty())
        {
            SSL_write(m_stream.get(), plain.data(), static_cast<int>(plain.size()));
        }
        drain(wire);
    }

    void close(std::string& wire) override
    {
        ERR_clear_error();
        SSL_shutdown(m_stream.get());
        drain(wire);
    }

private:
    void drain(std::string& wire)
    {
        char buffer[16384];
        for (int read = 0; (read = BIO_read(m_to_wire, buffer, sizeof buffer)) > 0;)
        {
            wire.append(buffer, static_cast<std::size_t>(read));
        }
    }

    openssl_stream m_stream;
    BIO* m_from_wire = nullptr; ///< owned by the stream
    BIO* m_to_wire = nullptr;   ///< owned by the stream
};
} // namespace detail

/// Makes its keys and certificates anew each time, in memory:
///
///     const auto authority = std::make_shared<wua::test_authority>();
///     wua::fault_server server{authority};
///
/// A client under test is told to trust certificate_pem() and nothing else.
class test_authority final : public tls_acceptor
{
public:
    /// Throws std::runtime_error if OpenSSL cannot.
    test_authority()
    {
        const auto hosts = "IP:127.0.0.1,DNS:localhost";
        m_well_behaved = context_for({"localhost", hosts, -day, day}, &m_root, 2);
        m_self_signed = context_for({"localhost", hosts, -day, day}, nullptr, 3);
        m_expired = context_for({"localhost", hosts, -2 * day, -day}, &m_root, 4);
        m_wrong_host = context_for({"other.example", "DNS:other.example", -day, day}, &m_root, 5);
    }

    /// The authority's own certificate, for the client's list of trusted ones.
    std::string certificate_pem() const
    {
        const std::unique_ptr<BIO, detail::openssl_free<BIO_free_all>> buffer{BIO_new(BIO_s_mem())};
        detail::require_openssl(
            buffer && PEM_write_bio_X509(buffer.get(), m_root.certificate.get()), "cannot write a certificate");
        char* text = nullptr;
        const auto size = BIO_get_mem_data(buffer.get(), &text);
        return {text, static_cast<std::size_t>(size)};
    }

    std::unique_ptr<tls_connection> accept(listener_kind kind) const override
    {
        const auto& context =
            kind == listener_kind::tls_self_signed  ? m_self_signed
            : kind == listener_kind::tls_expired    ? m_expired
            : kind == listener_kind::tls_wrong_host ? m_wrong_host
                                               : m_well_behaved;
        return std::make_unique<detail::openssl_connection>(context.get());
    }

private:
    static constexpr long day = 24 * 60 * 60;

    static detail::openssl_context
    context_for(const detail::certificate_spec& spec, const detail::tls_identity* issuer, long serial)
    {
        const auto identity = detail::make_identity(spec, issuer, serial);
        detail::openssl_context context{SSL_CTX_new(TLS_server_method())};
        detail::require_openssl(context && SSL_CTX_use_certificate(context.get(), identity.certificate.get()) > 0 &&
                                    SSL_CTX_use_PrivateKey(context.get(), identity.key.get()) > 0,
                                "cannot use a certificate");
        return context;
    }

    detail::tls_identity m_root = detail::make_identity({"wua test authority", nullptr, -day, day}, nullptr, 1);
    detail::openssl_context m_well_behaved;
    detail::openssl_context m_self_signed;
    detail::openssl_context m_expired;
    detail::openssl_context m_wrong_host;
};
} // namespace wua
