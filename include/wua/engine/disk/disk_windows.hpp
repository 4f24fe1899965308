// SPDX-License-Identifier: MIT
#pragma once

// Files and directories through Windows calls, with the same guarantees as on POSIX. Everything throws
// std::system_error with an errno and the file's name. Names are UTF-8.

#include <wua/com/abi.hpp>
#include <wua/com/utf.hpp>
#include <wua/engine/disk/disk_file_windows.hpp>
#include <wua/engine/disk/disk_handle_windows.hpp>
#include <wua/engine/disk/disk_operation.hpp>
#include <wua/engine/disk/file_access.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace wua::detail
{

// The errno for an exceeded quota; Windows has none of its own.
inline constexpr int errno_of_quota = ENOSPC;

// Windows has no such signals.
inline void block_write_signals() noexcept {}

// How many files this process may have open at the same time: more than it can use.
inline std::size_t max_open_files() noexcept
{
    return std::numeric_limits<std::size_t>::max();
}

// An open directory, which nobody can move or remove while it is open. All names are names in it, not paths, and links
// (reparse points of any kind) are never followed. Thread-safe.
class disk_directory
{
public:
    // Creates the directory if it does not exist; throws when files cannot be created in it. Its files inherit their
    // permissions from it, whatever `access` says.
    explicit disk_directory(const std::filesystem::path& path, disk_hook hook = {}, file_access = file_access::usual)
        : disk_directory(
              std::make_shared<const disk_hook>(std::move(hook)), made_directory(path), name_of(path), nullptr)
    {}

    // A folder in that one, created if `makes_it` and it does not exist; null if it does not exist. Throws for a link,
    // and for anything but a folder.
    static std::shared_ptr<const disk_directory>
    folder_in(const std::shared_ptr<const disk_directory>& parent, const std::string& name, bool makes_it)
    {
        const std::wstring path = parent->path_of(name);
        if (makes_it)
        {
            ask_hook(*parent->m_hook, disk_operation::create, "cannot make the folder", name);
            if (!CreateDirectoryW(path.c_str(), nullptr) && GetLastError() != ERROR_ALREADY_EXISTS)
            {
                throw_last_error("cannot make the folder", name);
            }
        }
        disk_handle handle = open_directory(path, FILE_FLAG_OPEN_REPARSE_POINT);
        if (!handle && !makes_it && errno_of(GetLastError()) == ENOENT)
        {
            return nullptr;
        }
        return std::shared_ptr<const disk_directory>(
            new disk_directory(parent->m_hook, std::move(handle), name, parent));
    }

    disk_directory(const disk_directory&) = delete;
    disk_directory& operator=(const disk_directory&) = delete;
    ~disk_directory() = default;

    // Creates a file for reading and writing. Throws EEXIST if the name exists, even as a link.
    disk_file create(const std::string& name) const
    {
        ask_hook(*m_hook, disk_operation::create, "cannot create", name);
        disk_handle handle = open_file(path_of(name), GENERIC_READ | GENERIC_WRITE, CREATE_NEW);
        if (!handle)
        {
            throw_last_error("cannot create", name);
        }
        return {std::move(handle), name, m_hook};
    }

    // nullopt when there is no such file. Throws when the name is that of a link or of anything but a file.
    std::optional<disk_file> try_open(const std::string& name, bool for_writing) const
    {
        disk_handle handle = open_file(path_of(name), GENERIC_READ | (for_writing ? GENERIC_WRITE : 0), OPEN_EXISTING);
        if (!handle)
        {
            if (errno_of(GetLastError()) == ENOENT)
            {
                return std::nullopt;
            }
            throw_last_error("cannot open", name);
        }
        disk_file file(std::move(handle), name, m_hook);
        file.require_file();
        return file;
    }

    // See disk_file::try_lock().
    static bool try_lock(disk_file& file)
    {
        return file.try_lock();
    }

    // The size of a file; nullopt when the name does not exist, or is a link or not a file.
    std::optional<std::uint64_t> size_of(const std::string& name) const
    {
        WIN32_FILE_ATTRIBUTE_DATA status{};
        if (!GetFileAttributesExW(path_of(name).c_str(), GetFileExInfoStandard, &status) ||
            !is_file(status.dwFileAttributes))
        {
            return std::nullopt;
        }
        return std::uint64_t{status.nFileSizeHigh} << 32U | status.nFileSizeLow;
    }

    // The size of that file if the name refers to it, otherwise nullopt.
    std::optional<std::uint64_t> size_if_named(const disk_file& file, const std::string& name) const
    {
        return file.is_at(path_of(name)) ? std::optional(file.size()) : std::nullopt;
    }

    // False when the name refers to another file, or to none, since this one was opened.
    bool is_still_named(const disk_file& file) const
    {
        return file.is_at(path_of(file.name()));
    }

    // See disk_file::make_private().
    static void make_public(const disk_file&, unsigned = 0) noexcept {}

    // It is: nobody can move it while it is open.
    static void require_in_place() noexcept {}

    // Replaces whatever has the new name: a file, or a link itself, never its target. Atomic, except that an open file
    // is moved aside first if the file system cannot replace it. Throws EBUSY while somebody, such as a virus scanner,
    // holds one of them.
    void rename(const std::string& from, const std::string& to) const
    {
        ask_hook(*m_hook, disk_operation::rename, "cannot rename", from);
        const std::wstring target = path_of(to);
        const std::wstring source = path_of(from);
        if (try_rename_at_once(source, target) ||
            MoveFileExW(source.c_str(), target.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        {
            return;
        }
        const DWORD error = GetLastError();
        if (error != ERROR_ACCESS_DENIED || is_directory(target))
        {
            throw_errno(errno_of(error), "cannot give a file its name:", to);
        }
        if (!try_rename_over_open_file(source, target))
        {
            throw_errno(EBUSY, "cannot give a file its name:", to);
        }
    }

    // Not an error if the file does not exist. The name is free at once, even if somebody has the file open: if the
    // file system cannot do that, the file is renamed first.
    void remove(const std::string& name) const
    {
        ask_hook(*m_hook, disk_operation::remove, "cannot remove", name);
        const std::wstring path = path_of(name);
        if (try_remove_at_once(path))
        {
            return;
        }
        const std::wstring aside = unused_path();
        const bool is_aside = MoveFileExW(path.c_str(), aside.c_str(), 0) != FALSE;
        if (!DeleteFileW(is_aside ? aside.c_str() : path.c_str()) && errno_of(GetLastError()) != ENOENT)
        {
            throw_last_error("cannot remove", name);
        }
    }

    // Returns when the names of the files, and the folder's own, are on the disk, on file systems that support this;
    // the others keep the order of changes in a journal of their own.
    void sync() const
    {
        ask_hook(*m_hook, disk_operation::sync_directory, "cannot sync", "the directory");
        if (!FlushFileBuffers(m_handle.get()))
        {
            const DWORD error = GetLastError();
            if (error != ERROR_ACCESS_DENIED && error != ERROR_INVALID_FUNCTION && error != ERROR_INVALID_HANDLE &&
                error != ERROR_NOT_SUPPORTED && error != ERROR_INVALID_PARAMETER)
            {
                throw_errno(errno_of(error), "cannot sync", "the directory");
            }
        }
        if (m_parent && !m_is_name_safe)
        {
            m_parent->sync();
            m_is_name_safe = true;
        }
    }

    // See max_open_files().
    static bool can_open_more() noexcept
    {
        return true;
    }

    // Bytes that this user may still write.
    std::uint64_t free_bytes() const
    {
        ULARGE_INTEGER available{};
        if (!GetDiskFreeSpaceExW(m_path.c_str(), &available, nullptr, nullptr))
        {
            throw_last_error("cannot ask for the free space of", "the directory");
        }
        return available.QuadPart;
    }

    // Names that are not valid UTF-16 cannot be ours, and are left out.
    std::vector<std::string> names() const
    {
        WIN32_FIND_DATAW entry{};
        const HANDLE listing = FindFirstFileW((m_path + L'*').c_str(), &entry);
        if (listing == INVALID_HANDLE_VALUE)
        {
            throw_last_error("cannot list", "the directory");
        }
        const std::unique_ptr<void, int (*)(HANDLE)> closed(
            listing, [](HANDLE open) -> int { return FindClose(open); });
        std::vector<std::string> found;
        do
        {
            if (auto name = utf16_to_utf8<wchar_t>(entry.cFileName, true))
            {
                found.push_back(*std::move(name));
            }
        } while (FindNextFileW(listing, &entry));
        return found;
    }

    // True for a folder, and not for a link to one.
    bool is_folder(const std::string& name) const
    {
        constexpr DWORD kinds = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT;
        const DWORD attributes = GetFileAttributesW(path_of(name).c_str());
        return attributes != INVALID_FILE_ATTRIBUTES && (attributes & kinds) == FILE_ATTRIBUTE_DIRECTORY;
    }

private:
    disk_directory(std::shared_ptr<const disk_hook> hook, disk_handle&& opened, const std::string& name,
                   std::shared_ptr<const disk_directory> parent)
        : m_hook(std::move(hook)),
          m_handle(std::move(opened)),
          m_parent(std::move(parent))
    {
        if (!m_handle)
        {
            throw_last_error("cannot use the directory", name);
        }
        BY_HANDLE_FILE_INFORMATION status{};
        constexpr DWORD kinds = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT;
        const DWORD wanted = m_parent ? kinds : FILE_ATTRIBUTE_DIRECTORY; // what the caller names may be a link
        if (!GetFileInformationByHandle(m_handle.get(), &status) ||
            (status.dwFileAttributes & wanted) != FILE_ATTRIBUTE_DIRECTORY)
        {
            throw_errno(ENOTDIR, "cannot use the directory", name);
        }
        m_path.resize(GetFinalPathNameByHandleW(m_handle.get(), nullptr, 0, FILE_NAME_NORMALIZED));
        const DWORD size = GetFinalPathNameByHandleW(
            m_handle.get(), m_path.data(), static_cast<DWORD>(m_path.size()), FILE_NAME_NORMALIZED);
        if (m_path.empty() || size >= m_path.size())
        {
            throw_last_error("cannot use the directory", name);
        }
        m_path.resize(size);
        if (!m_path.ends_with(L'\\'))
        {
            m_path += L'\\';
        }
    }

    // Requests the right to add files, so that its lack is known before anything is downloaded.
    static disk_handle open_directory(const std::wstring& path, DWORD flags)
    {
        return disk_handle(CreateFileW(
            path.c_str(), FILE_LIST_DIRECTORY | FILE_ADD_FILE | FILE_TRAVERSE | FILE_READ_ATTRIBUTES | SYNCHRONIZE,
            FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | flags, nullptr));
    }

    static disk_handle made_directory(const std::filesystem::path& path)
    {
        std::error_code error;
        std::filesystem::create_directories(path, error);
        return open_directory(path.wstring(), 0);
    }

    // Throws for an invalid name: empty, a path, a stream of a file, not UTF-8.
    std::wstring path_of(const std::string& name) const
    {
        const auto wide = utf8_to_utf16<wchar_t>(name, true);
        if (!wide || wide->empty() || wide->find_first_of(std::wstring_view(L"\\/:\0", 4)) != std::wstring::npos)
        {
            throw_errno(EINVAL, "is not a name for a file:", name);
        }
        return m_path + *wide;
    }

    static bool is_directory(const std::wstring& path) noexcept
    {
        const DWORD attributes = GetFileAttributesW(path.c_str());
        return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    }

    static bool try_rename_at_once(const std::wstring& from, const std::wstring& to)
    {
        const disk_handle handle = open_file(from, DELETE | SYNCHRONIZE, OPEN_EXISTING);
        if (!handle)
        {
            return false;
        }
        std::vector<std::uint64_t> room((sizeof(renaming) + to.size() * sizeof(wchar_t)) / 8 + 1);
        auto* const order = reinterpret_cast<renaming*>(room.data());
        order->flags = replace_now;
        order->name_bytes = static_cast<DWORD>(to.size() * sizeof(wchar_t));
        std::memcpy(order->name, to.data(), order->name_bytes);
        return SetFileInformationByHandle(
                   handle.get(), renaming_class, order, static_cast<DWORD>(room.size() * sizeof room[0])) != FALSE;
    }

    bool try_rename_over_open_file(const std::wstring& from, const std::wstring& to) const
    {
        const std::wstring aside = unused_path();
        if (!MoveFileExW(to.c_str(), aside.c_str(), 0))
        {
            return false;
        }
        if (!MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_WRITE_THROUGH))
        {
            MoveFileExW(aside.c_str(), to.c_str(), 0);
            return false;
        }
        DeleteFileW(aside.c_str());
        return true;
    }

    // For a file that is about to be removed. Preserves the last error.
    std::wstring unused_path() const
    {
        static std::atomic<unsigned> count{0};
        const DWORD error = GetLastError();
        std::wstring path = m_path + L".wua-gone-" + std::to_wstring(GetCurrentProcessId()) + L'-' +
                            std::to_wstring(GetTickCount64()) + L'-' + std::to_wstring(++count);
        SetLastError(error);
        return path;
    }

    static bool try_remove_at_once(const std::wstring& path) noexcept
    {
        const disk_handle handle = open_file(path, DELETE | SYNCHRONIZE, OPEN_EXISTING);
        disposition order{delete_now};
        return handle && SetFileInformationByHandle(handle.get(), disposition_class, &order, sizeof order) != FALSE;
    }

    std::shared_ptr<const disk_hook> m_hook;
    disk_handle m_handle;
    std::wstring m_path;                            // with a leading \\?\ and a trailing backslash
    std::shared_ptr<const disk_directory> m_parent; // for a folder
    mutable std::atomic<bool> m_is_name_safe{false};
};

} // namespace wua::detail
