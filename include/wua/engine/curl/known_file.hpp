// SPDX-License-Identifier: MIT
#pragma once

// What is already there of a file, and whether to ask a server only for changed content.

#include <wua/engine/disk/disk.hpp>
#include <wua/model/file_details.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace wua::detail
{

// An existing file whose validators the caller knows. It is not kept open.
class known_file
{
public:
    known_file() = default;

    // The file that the file's details describe, if it exists in that folder; empty otherwise, and if the folder is
    // null. Throws std::system_error.
    known_file(const content_file& file, std::shared_ptr<const disk_directory> folder, const std::string& leaf);

    explicit operator bool() const noexcept
    {
        return m_is_there;
    }

    std::uint64_t size() const noexcept
    {
        return m_size;
    }

    // The file; null when it has changed since. Throws std::system_error.
    std::shared_ptr<const disk_file> open_unchanged() const;

private:
    std::optional<disk_file> try_open() const;

    std::shared_ptr<const disk_directory> m_folder;
    std::string m_leaf;
    bool m_is_there = false;
    std::uint64_t m_size = 0;
    std::chrono::system_clock::time_point m_written{};
};

// The condition for the file's requests, if what it refers to exists; empty: none.
content_validators condition_for(const content_file& file, bool is_forced);

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/known_file.ipp>
#endif
