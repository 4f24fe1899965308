// SPDX-License-Identifier: MIT
#pragma once

// Which file of a job is stored under a name.

#include <wua/engine/disk/file_name.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// The name under which a file is stored. The file must have a name or a URL.
inline std::string stored_name(const content_file& file)
{
    return file.file_name.empty() ? file_name_from_url(file.urls.front()) : file.file_name;
}

// A job may have very many files, all of whose names stay claimed until it ends. So no name is stored: a file's name is
// computed whenever it is compared, and a claim takes one and a half pointers of memory. Used by one thread at a time.
class file_name_registry
{
public:
    // Allocates all its memory at once.
    explicit file_name_registry(std::size_t max_files) : m_places(max_files + max_files / 2 + 1) {}

    // The file that owns the name: the first that claimed it, or one whose name differs only in case. The name must be
    // the file's stored_name(), and the file must outlive this.
    const content_file& claim(std::string_view name, const content_file& file);

private:
    std::vector<const content_file*> m_places;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/file_name_registry.ipp>
#endif
