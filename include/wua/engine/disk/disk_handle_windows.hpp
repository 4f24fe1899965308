// SPDX-License-Identifier: MIT
#pragma once

// The basis of file access on Windows: handles, identities, error codes, and structures that some headers lack.

#include <wua/com/abi.hpp>
#include <wua/engine/disk/disk_operation.hpp>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{

// The errno that corresponds to a Windows error.
inline int errno_of(DWORD error) noexcept
{
    switch (error)
    {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
            return ENOENT;
        case ERROR_FILE_EXISTS:
        case ERROR_ALREADY_EXISTS:
            return EEXIST;
        case ERROR_ACCESS_DENIED:
            return EACCES;
        case ERROR_WRITE_PROTECT:
            return EROFS;
        case ERROR_SHARING_VIOLATION:
        case ERROR_LOCK_VIOLATION:
            return EBUSY;
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL:
        case 1295: // ERROR_DISK_QUOTA_EXCEEDED, which some headers lack
            return ENOSPC;
        case ERROR_FILE_TOO_LARGE:
            return EFBIG;
        case ERROR_DIRECTORY:
            return ENOTDIR;
        case ERROR_INVALID_NAME:
        case ERROR_INVALID_PARAMETER:
            return EINVAL;
        case ERROR_FILENAME_EXCED_RANGE:
        case ERROR_BUFFER_OVERFLOW:
            return ENAMETOOLONG;
        case ERROR_TOO_MANY_OPEN_FILES:
            return EMFILE;
        case ERROR_NOT_ENOUGH_MEMORY:
        case ERROR_OUTOFMEMORY:
            return ENOMEM;
        default:
            return EIO;
    }
}

[[noreturn]] inline void throw_last_error(std::string_view what, std::string_view name)
{
    throw_errno(errno_of(GetLastError()), what, name);
}

// A system handle, closed by the destructor.
class disk_handle
{
public:
    explicit disk_handle(HANDLE handle) noexcept : m_handle(handle) {}
    disk_handle(disk_handle&& other) noexcept : m_handle(std::exchange(other.m_handle, INVALID_HANDLE_VALUE)) {}
    disk_handle& operator=(disk_handle&&) = delete;

    ~disk_handle()
    {
        if (*this)
        {
            CloseHandle(m_handle);
        }
    }

    explicit operator bool() const noexcept
    {
        return m_handle != INVALID_HANDLE_VALUE;
    }
    HANDLE get() const noexcept
    {
        return m_handle;
    }
    HANDLE detach() noexcept
    {
        return std::exchange(m_handle, INVALID_HANDLE_VALUE);
    }

private:
    HANDLE m_handle;
};

constexpr DWORD share_everything = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

// Opens a file, or the link itself.
inline disk_handle open_file(const std::wstring& path, DWORD access, DWORD how) noexcept
{
    return disk_handle(CreateFileW(path.c_str(), access, share_everything, nullptr, how,
                                   FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
}

// Identifies a file: the volume, and the file's number on it.
using disk_identity = std::array<std::uint64_t, 3>;

inline std::optional<disk_identity> identity_of(HANDLE file) noexcept
{
    FILE_ID_INFO long_id{};
    if (GetFileInformationByHandleEx(file, FileIdInfo, &long_id, sizeof long_id))
    {
        disk_identity identity{long_id.VolumeSerialNumber};
        static_assert(sizeof long_id.FileId == 2 * sizeof identity[0]);
        std::memcpy(&identity[1], &long_id.FileId, sizeof long_id.FileId);
        return identity;
    }
    BY_HANDLE_FILE_INFORMATION short_id{}; // the only kind on FAT
    if (GetFileInformationByHandle(file, &short_id))
    {
        return disk_identity{short_id.dwVolumeSerialNumber, short_id.nFileIndexHigh, short_id.nFileIndexLow};
    }
    return std::nullopt;
}

// Structures and flags of newer systems, for headers that lack them. See FILE_DISPOSITION_INFO_EX.
struct disposition
{
    DWORD flags;
};
constexpr auto disposition_class = static_cast<FILE_INFO_BY_HANDLE_CLASS>(21);
constexpr DWORD delete_now = 0x1 | 0x2 | 0x10; // DELETE, POSIX_SEMANTICS, IGNORE_READONLY_ATTRIBUTE

// See FILE_RENAME_INFO; the name follows.
struct renaming
{
    DWORD flags;
    HANDLE root;
    DWORD name_bytes;
    wchar_t name[1];
};
constexpr auto renaming_class = static_cast<FILE_INFO_BY_HANDLE_CLASS>(22);
constexpr DWORD replace_now = 0x1 | 0x2; // REPLACE_IF_EXISTS, POSIX_SEMANTICS

} // namespace wua::detail
