// SPDX-License-Identifier: MIT
#pragma once

// The users and passwords per host of a netrc file.

#include <wua/model/request_details.hpp>
#include <wua/separate_compilation.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua::detail
{

class netrc
{
public:
    netrc() = default;

    // Throws std::runtime_error for malformed text: the sentence names the line, and none of its content.
    explicit netrc(std::string_view text);

    // The first entry for that host, otherwise the default entry. Ignores the host's case.
    std::optional<credentials> find(std::string_view host) const;

private:
    std::vector<std::pair<std::string, credentials>> m_machines; // in the file's order
    std::optional<credentials> m_default;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/netrc.ipp>
#endif
