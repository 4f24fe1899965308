// SPDX-License-Identifier: MIT
#pragma once

// The bodies of the fault server's TLS, for the one translation unit that compiles them where WUA_SEPARATE_COMPILATION
// is defined.

#ifndef WUA_SEPARATE_COMPILATION
#error "Define WUA_SEPARATE_COMPILATION for the whole program, this file included; see <wua/separate_compilation.hpp>."
#endif

#include <wua/impl/testing/fault_server_tls.ipp>
