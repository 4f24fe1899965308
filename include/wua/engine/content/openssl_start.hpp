// SPDX-License-Identifier: MIT
#pragma once

// OpenSSL for programs that end while an engine works.

#include <openssl/crypto.h>

namespace wua::detail
{

// Call it before any other function of OpenSSL. Keeps OpenSSL from freeing its memory when the process exits, because
// threads of an engine may still be using it. Comes too late in a program that has used OpenSSL before.
inline void start_openssl() noexcept
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

} // namespace wua::detail
