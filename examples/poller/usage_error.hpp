// SPDX-License-Identifier: MIT
#pragma once

// Why the poller does not even start.

#include <stdexcept>

namespace poller
{

// An argument or a manifest is not usable; the text says which part of it and why.
class usage_error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

} // namespace poller
