// SPDX-License-Identifier: MIT
#pragma once

// Why the poller does not start at all.

#include <stdexcept>

namespace poller
{

// An argument or a manifest cannot be used; the text says which part of it, and why.
class usage_error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

} // namespace poller
