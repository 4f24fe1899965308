// SPDX-License-Identifier: MIT
#pragma once

// OpenSSL for programs that end while an engine works.

#include <openssl/crypto.h>

namespace wua::detail
{

// To be called before anything else of OpenSSL. Has OpenSSL leave its memory to the system when the process exits: what
// it frees there by itself, threads of an engine may be using. Comes too late in a program that has used OpenSSL
// before.
inline void start_openssl() noexcept
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

} // namespace wua::detail
