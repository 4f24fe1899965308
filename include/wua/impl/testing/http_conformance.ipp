// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/testing/http_conformance.hpp>.

#include <wua/testing/http_conformance.hpp>

namespace wua
{

WUA_INLINE update_pointer http_updates::make()
{
    const std::string name = "update-" + std::to_string(++m_count) + ".cab";
    return make_item(name, m_server.serve('/' + name, patterned_bytes(size), m_fault), size, digest());
}

WUA_INLINE update_pointer http_updates::make_failing()
{
    const std::string name = "missing-" + std::to_string(++m_count) + ".cab";
    return make_item(name, m_server.origin() + '/' + name, size, digest());
}

WUA_INLINE conformance_options http_updates::applied_to(conformance_options options)
{
    options.make_update = [this](std::size_t) { return make(); };
    options.make_failing_update = [this](std::size_t) { return make_failing(); };
    return options;
}

} // namespace wua
