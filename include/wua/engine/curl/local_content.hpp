// SPDX-License-Identifier: MIT
#pragma once

// The content of a file: URL.

#include <wua/engine/disk/disk.hpp>
#include <wua/engine/transfer/fetch_failure.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace wua::detail
{

class local_content
{
public:
    // Throws std::system_error, like read().
    void open(const std::string& url);

    bool is_open() const noexcept
    {
        return m_file.has_value();
    }
    std::uint64_t size() const
    {
        return m_file->size();
    }

    // Some of what begins there: not so much that others have to wait. Empty at the end.
    std::vector<char> read(std::uint64_t place) const;

    // `where`: the URL, in a form safe to show.
    static fetch_failure failure_of(const std::system_error& error, const std::string& where);

private:
    std::optional<disk_file> m_file;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/local_content.ipp>
#endif
