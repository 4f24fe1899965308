// SPDX-License-Identifier: MIT
// The header that includes everything, without any use of it. tests/bench/compile measures the cost of compiling it.

#include <wua/wua.hpp>
