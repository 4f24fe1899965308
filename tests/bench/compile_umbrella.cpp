// SPDX-License-Identifier: MIT
// The header with everything, and nothing of it used. Compiled by tests/bench/compile, for what that costs.

#include <wua/wua.hpp>
