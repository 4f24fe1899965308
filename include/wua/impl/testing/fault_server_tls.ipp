// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/fault_server_tls.hpp>.

#include <wua/testing/fault_server_tls.hpp>

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE void require_openssl(bool is_fine, const char* what)
{
    if (!is_fine)
    {
        throw std::runtime_error{what};
    }
}

WUA_INLINE openssl_key make_key()
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

WUA_INLINE tls_identity make_identity(const certificate_spec& spec, const tls_identity* issuer, long serial)
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

WUA_INLINE openssl_connection::openssl_connection(SSL_CTX* context) : m_stream{SSL_new(context)}
{
    require_openssl(m_stream != nullptr, "cannot begin a TLS connection");
    m_from_wire = BIO_new(BIO_s_mem());
    m_to_wire = BIO_new(BIO_s_mem());
    SSL_set_bio(m_stream.get(), m_from_wire, m_to_wire);
    SSL_set_accept_state(m_stream.get());
}

WUA_INLINE bool openssl_connection::receive(std::string_view wire, std::string& plain, std::string& reply)
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

WUA_INLINE void openssl_connection::seal(std::string_view plain, std::string& wire)
{
    ERR_clear_error();
    if (!plain.empty())
    {
        SSL_write(m_stream.get(), plain.data(), static_cast<int>(plain.size()));
    }
    drain(wire);
}

WUA_INLINE void openssl_connection::close(std::string& wire)
{
    ERR_clear_error();
    SSL_shutdown(m_stream.get());
    drain(wire);
}

WUA_INLINE void openssl_connection::rekey(std::string& wire)
{
    ERR_clear_error();
    if (SSL_version(m_stream.get()) >= TLS1_3_VERSION)
    {
        SSL_key_update(m_stream.get(), SSL_KEY_UPDATE_REQUESTED);
    }
    else
    {
        SSL_renegotiate(m_stream.get());
    }
    SSL_do_handshake(m_stream.get());
    drain(wire);
}

WUA_INLINE bool openssl_connection::speaks_http_2() const noexcept
{
    const unsigned char* name = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(m_stream.get(), &name, &size);
    return size == 2 && name[0] == 'h' && name[1] == '2';
}

WUA_INLINE void openssl_connection::drain(std::string& wire)
{
    char buffer[16384];
    for (int read = 0; (read = BIO_read(m_to_wire, buffer, sizeof buffer)) > 0;)
    {
        wire.append(buffer, static_cast<std::size_t>(read));
    }
}

} // namespace detail

WUA_INLINE test_authority::test_authority()
{
    const auto hosts = "IP:127.0.0.1,DNS:localhost";
    const detail::tls_identity other_root =
        detail::make_identity({"wua test authority", nullptr, -day, day}, nullptr, 1);
    for (const listener_kind kind : {listener_kind::tls, listener_kind::tls_http_2, listener_kind::tls_1_1})
    {
        add(kind, {"localhost", hosts, -day, day}, &m_root);
    }
    add(listener_kind::tls_self_signed, {"localhost", hosts, -day, day}, nullptr);
    add(listener_kind::tls_expired, {"localhost", hosts, -2 * day, -day}, &m_root);
    add(listener_kind::tls_not_yet, {"localhost", hosts, day, 2 * day}, &m_root);
    add(listener_kind::tls_wrong_host, {"other.example", "DNS:other.example", -day, day}, &m_root);
    add(listener_kind::tls_unknown, {"localhost", hosts, -day, day}, &other_root);
    const auto choose = [](SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                           unsigned int count, void*) {
        static constexpr unsigned char known[] = "\x02h2\x08http/1.1";
        auto* choice = const_cast<unsigned char*>(*chosen);
        const int found = SSL_select_next_proto(&choice, size, known, sizeof known - 1, offered, count);
        *chosen = choice;
        return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
    };
    SSL_CTX_set_alpn_select_cb(m_contexts[listener_kind::tls_http_2].get(), choose, nullptr);
    SSL_CTX* const old = m_contexts[listener_kind::tls_1_1].get();
    SSL_CTX_set_security_level(old, 0);
    SSL_CTX_set_max_proto_version(old, TLS1_1_VERSION);
}

WUA_INLINE std::string test_authority::certificate_pem() const
{
    const std::unique_ptr<BIO, detail::openssl_free<BIO_free_all>> buffer{BIO_new(BIO_s_mem())};
    detail::require_openssl(
        buffer && PEM_write_bio_X509(buffer.get(), m_root.certificate.get()), "cannot write a certificate");
    char* text = nullptr;
    const auto size = BIO_get_mem_data(buffer.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

WUA_INLINE std::unique_ptr<tls_connection> test_authority::accept(listener_kind kind) const
{
    return std::make_unique<detail::openssl_connection>(m_contexts.at(kind).get());
}

WUA_INLINE void test_authority::add(listener_kind kind, const detail::certificate_spec& spec,
                                    const detail::tls_identity* issuer)
{
    const auto serial = static_cast<long>(m_contexts.size()) + 2;
    const auto identity = detail::make_identity(spec, issuer, serial);
    detail::openssl_context context{SSL_CTX_new(TLS_server_method())};
    detail::require_openssl(context && SSL_CTX_use_certificate(context.get(), identity.certificate.get()) > 0 &&
                                SSL_CTX_use_PrivateKey(context.get(), identity.key.get()) > 0,
                            "cannot use a certificate");
    m_contexts[kind] = std::move(context);
}

} // namespace wua
