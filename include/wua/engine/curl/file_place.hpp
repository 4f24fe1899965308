// SPDX-License-Identifier: MIT
#pragma once

// One file of an update, and where it is stored.

#include <wua/engine/curl/curl_update.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace wua::detail
{

// For the loop's thread.
class file_place
{
public:
    // The update must outlive it. The file is the update's with this index.
    file_place(curl_update& update, std::size_t index) : m_update(update), m_index(index) {}

    file_place(const file_place&) = delete;
    file_place& operator=(const file_place&) = delete;

    curl_update& update() const noexcept
    {
        return m_update;
    }
    std::size_t index() const noexcept
    {
        return m_index;
    }
    const content_file& file() const noexcept
    {
        return m_update.item->files[m_index];
    }

    // The update forbids to be content with what is there.
    bool is_forced() const noexcept
    {
        return m_update.transfer().options().is_forced;
    }

    void set_name(std::string name);

    // Including folders.
    const std::string& name() const noexcept
    {
        return m_name;
    }

    // Without them.
    const std::string& leaf() const noexcept
    {
        return m_leaf;
    }

    // The folder; null if it does not exist and must not be created. Throws std::system_error.
    const disk_directory* open(bool makes_it);

    // The folder; null before it was opened.
    const std::shared_ptr<const disk_directory>& folder() const noexcept
    {
        return m_folder;
    }

private:
    curl_update& m_update;
    const std::size_t m_index;
    std::string m_name;
    std::string m_leaf;
    std::shared_ptr<const disk_directory> m_folder;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/curl/file_place.ipp>
#endif
