// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/pem_files.hpp>.

#include <wua/engine/curl/pem_files.hpp>
#include <wua/engine/curl/refused_option.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>

namespace wua::detail
{

template <class Object, auto Free>
struct pem_object
{
    static void free(Object* one) noexcept
    {
        Free(one);
    }
    using owner = std::unique_ptr<Object, decltype(&free)>;
    static owner own(Object* one) noexcept
    {
        return owner(one, &free);
    }
};

// The callback through which OpenSSL asks for a key's password; without one it would ask at the terminal.
WUA_COLD int give_key_password(char* buffer, int size, int, void* password)
{
    const auto& text = *static_cast<const std::string*>(password);
    if (text.size() > static_cast<std::size_t>(size))
    {
        return -1;
    }
    std::copy(text.begin(), text.end(), buffer);
    return static_cast<int>(text.size());
}

WUA_COLD pem_object<BIO, BIO_vfree>::owner memory_of(const std::string& text)
{
    return pem_object<BIO, BIO_vfree>::own(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

WUA_COLD void check_certificate(const client_certificate& certificate)
{
    const std::filesystem::path& key_path = certificate.key.empty() ? certificate.certificate : certificate.key;
    const std::string certificate_text = read_option_file(certificate.certificate, "the client certificate");
    const std::string key_text = read_option_file(key_path, "the client's key");
    const auto certificate_bytes = memory_of(certificate_text);
    const auto key_bytes = memory_of(key_text);
    std::string password = certificate.key_password;
    const auto x509 = pem_object<X509, X509_free>::own(
        PEM_read_bio_X509(certificate_bytes.get(), nullptr, &give_key_password, &password));
    if (!x509)
    {
        ERR_clear_error();
        refuse_option(joined({"there is no certificate in PEM format in ", shown_path(certificate.certificate)}));
    }
    const auto key = pem_object<EVP_PKEY, EVP_PKEY_free>::own(
        PEM_read_bio_PrivateKey(key_bytes.get(), nullptr, &give_key_password, &password));
    if (!key)
    {
        ERR_clear_error();
        refuse_option(joined({"there is no key in PEM format in ", shown_path(key_path),
                              ", or its password is not the one that was given"}));
    }
    if (X509_check_private_key(x509.get(), key.get()) != 1)
    {
        ERR_clear_error();
        refuse_option(joined({"the key in ", shown_path(key_path), " does not fit the certificate in ",
                              shown_path(certificate.certificate)}));
    }
}

WUA_COLD void check_authorities(const std::filesystem::path& file)
{
    const std::string text = read_option_file(file, "ca_file");
    const auto bytes = memory_of(text);
    // Accepts certificates with and without OpenSSL's extra trust information.
    const auto first = pem_object<X509, X509_free>::own(PEM_read_bio_X509_AUX(bytes.get(), nullptr, nullptr, nullptr));
    if (!first)
    {
        ERR_clear_error();
        refuse_option(joined({"ca_file: there is no certificate in PEM format in ", shown_path(file)}));
    }
}

} // namespace wua::detail
