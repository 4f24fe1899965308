// SPDX-License-Identifier: MIT
#pragma once

// The folders below an output directory.

#include <wua/engine/disk/disk.hpp>
#include <wua/separate_compilation.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{

// Thread-safe.
class folder_tree
{
public:
    explicit folder_tree(std::shared_ptr<const disk_directory> root) : m_root(std::move(root)) {}

    const std::shared_ptr<const disk_directory>& root() const noexcept
    {
        return m_root;
    }

    // The folder with this path, "" for the root. While somebody has it, others get the same object. Created if missing
    // and `makes_it`; otherwise null if missing. Throws std::system_error, also for links on the way.
    std::shared_ptr<const disk_directory> folder(std::string_view path, bool makes_it);

private:
    const std::shared_ptr<const disk_directory> m_root;
    std::mutex m_mutex;
    std::map<std::string, std::weak_ptr<const disk_directory>, std::less<>> m_open;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/folder_tree.ipp>
#endif
