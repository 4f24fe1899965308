// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/content_seed.hpp>.

#include <wua/model/content_seed.hpp>

namespace wua
{

WUA_COLD optional_content_seed::optional_content_seed(content_seed seed) : m_seed(new content_seed(std::move(seed))) {}

WUA_COLD optional_content_seed::optional_content_seed(const optional_content_seed& other)
    : m_seed(other ? new content_seed(*other) : nullptr)
{}

WUA_INLINE optional_content_seed::~optional_content_seed()
{
    delete m_seed;
}

} // namespace wua
