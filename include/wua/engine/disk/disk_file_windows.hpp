// SPDX-License-Identifier: MIT
#pragma once

// An open file through Windows calls; see disk_windows.hpp.

#include <wua/com/abi.hpp>
#include <wua/com/utf.hpp>
#include <wua/engine/disk/disk_handle_windows.hpp>
#include <wua/engine/disk/disk_operation.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace wua::detail
{

inline bool is_file(DWORD attributes) noexcept
{
    return (attributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DEVICE)) == 0;
}

inline std::string name_of(const std::filesystem::path& path)
{
    return *utf16_to_utf8<wchar_t>(path.native(), false);
}

// An open file. Reads and writes name their offset, so that two threads may use it. Movable.
class disk_file
{
public:
    disk_file(disk_handle handle, std::string name, std::shared_ptr<const disk_hook> hook) noexcept
        : m_handle(std::move(handle)),
          m_name(std::move(name)),
          m_hook(std::move(hook))
    {}

    disk_file(disk_file&&) noexcept = default;
    disk_file& operator=(disk_file&&) = delete;

    const std::string& name() const noexcept
    {
        return m_name;
    }

    // Throws for a directory, a pipe, a device, a link.
    void require_file() const
    {
        BY_HANDLE_FILE_INFORMATION status{};
        if (GetFileType(m_handle.get()) != FILE_TYPE_DISK || !GetFileInformationByHandle(m_handle.get(), &status) ||
            !is_file(status.dwFileAttributes))
        {
            throw_errno(EINVAL, "is no file:", m_name);
        }
    }

    // Writes everything, in as many calls as needed.
    void write_at(std::uint64_t place, const char* bytes, std::size_t size)
    {
        while (size != 0)
        {
            const std::size_t max_bytes = ask_hook(*m_hook, disk_operation::write, "cannot write to", m_name);
            OVERLAPPED at = position(place);
            DWORD done = 0;
            if (!WriteFile(m_handle.get(), bytes, at_once(std::min(size, max_bytes)), &done, &at))
            {
                throw_last_error("cannot write to", m_name);
            }
            if (done == 0)
            {
                throw_errno(EIO, "cannot write to", m_name);
            }
            bytes += done;
            place += done;
            size -= done;
        }
    }

    // Returns the number of bytes read: fewer than requested only at the end of the file.
    std::size_t read_at(std::uint64_t place, char* bytes, std::size_t size) const
    {
        std::size_t all = 0;
        while (all != size)
        {
            OVERLAPPED at = position(place + all);
            DWORD done = 0;
            if (!ReadFile(m_handle.get(), bytes + all, at_once(size - all), &done, &at) &&
                GetLastError() != ERROR_HANDLE_EOF)
            {
                throw_last_error("cannot read", m_name);
            }
            if (done == 0)
            {
                break;
            }
            all += done;
        }
        return all;
    }

    std::uint64_t size() const
    {
        LARGE_INTEGER bytes{};
        if (!GetFileSizeEx(m_handle.get(), &bytes))
        {
            throw_last_error("cannot query", m_name);
        }
        return static_cast<std::uint64_t>(bytes.QuadPart);
    }

    // When it was written to last.
    std::chrono::system_clock::time_point last_write() const
    {
        FILETIME written{};
        if (!GetFileTime(m_handle.get(), nullptr, nullptr, &written))
        {
            throw_last_error("cannot query", m_name);
        }
        constexpr std::int64_t seconds_from_1601_to_1970 = 11'644'473'600;
        const std::uint64_t ticks = std::uint64_t{written.dwHighDateTime} << 32U | written.dwLowDateTime;
        return std::chrono::system_clock::time_point(
            std::chrono::seconds(static_cast<std::int64_t>(ticks / 10'000'000) - seconds_from_1601_to_1970));
    }

    // Allocates space for that many bytes, without changing the file's length; when the file is closed, Windows frees
    // what exceeds the length. False if the file system does not support it. Throws when there is not enough space.
    bool try_allocate(std::uint64_t bytes)
    {
        try
        {
            ask_hook(*m_hook, disk_operation::allocate, "cannot take room for", m_name);
        }
        catch (const std::system_error& error)
        {
            if (error.code().value() == ENOSPC)
            {
                throw;
            }
            return false;
        }
        if (bytes <= size())
        {
            return true; // a smaller allocation would shorten the file
        }
        FILE_ALLOCATION_INFO room{};
        room.AllocationSize.QuadPart = static_cast<LONGLONG>(bytes);
        if (SetFileInformationByHandle(m_handle.get(), FileAllocationInfo, &room, sizeof room))
        {
            return true;
        }
        if (const int error = errno_of(GetLastError()); error == ENOSPC || error == EFBIG)
        {
            throw_errno(error, "cannot take room for", m_name);
        }
        return false;
    }

    void truncate(std::uint64_t size)
    {
        ask_hook(*m_hook, disk_operation::write, "cannot truncate", m_name);
        FILE_END_OF_FILE_INFO end{};
        end.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
        if (!SetFileInformationByHandle(m_handle.get(), FileEndOfFileInfo, &end, sizeof end))
        {
            throw_last_error("cannot truncate", m_name);
        }
    }

    // Returns when the bytes are on the disk.
    void sync()
    {
        ask_hook(*m_hook, disk_operation::sync, "cannot sync", m_name);
        if (!FlushFileBuffers(m_handle.get()))
        {
            throw_last_error("cannot sync", m_name);
        }
    }

    // Closes the file and reports errors of delayed writes; the destructor ignores them.
    void close()
    {
        ask_hook(*m_hook, disk_operation::close, "cannot close", m_name);
        if (m_handle && !CloseHandle(m_handle.detach()))
        {
            throw_last_error("cannot close", m_name);
        }
    }

    // False when somebody else, in this process or another, has locked the file. The lock ends when the file is closed.
    // It covers a byte that no file has, because Windows prevents others from reading and writing locked bytes.
    bool try_lock()
    {
        ask_hook(*m_hook, disk_operation::lock, "cannot lock", m_name);
        OVERLAPPED at = position(0x7FFF'FFFF'FFFF'0000);
        if (LockFileEx(m_handle.get(), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at))
        {
            return true;
        }
        if (GetLastError() != ERROR_LOCK_VIOLATION && GetLastError() != ERROR_IO_PENDING)
        {
            throw_last_error("cannot lock", m_name);
        }
        return false;
    }

    // True when it has no other name, through which somebody may have put it here. Ownership is up to the directory.
    bool is_ours() const
    {
        BY_HANDLE_FILE_INFORMATION status{};
        if (!GetFileInformationByHandle(m_handle.get(), &status))
        {
            throw_last_error("cannot query", m_name);
        }
        return status.nNumberOfLinks <= 1; // none if it was just removed
    }

    // The directory determines who may read a file.
    static void make_private() noexcept {}

    // True when the path refers to this file.
    bool is_at(const std::wstring& path) const noexcept
    {
        const disk_handle named = open_file(path, FILE_READ_ATTRIBUTES, OPEN_EXISTING);
        return named && m_identity && m_identity == identity_of(named.get());
    }

private:
    static OVERLAPPED position(std::uint64_t place) noexcept
    {
        OVERLAPPED at{};
        at.Offset = static_cast<DWORD>(place);
        at.OffsetHigh = static_cast<DWORD>(place >> 32U);
        return at;
    }

    static DWORD at_once(std::size_t size) noexcept
    {
        constexpr std::size_t max_bytes = 1U << 30U;
        return static_cast<DWORD>(std::min(size, max_bytes));
    }

    disk_handle m_handle;
    std::optional<disk_identity> m_identity = identity_of(m_handle.get()); // Wine forgets the volume of a renamed file
    std::string m_name;
    std::shared_ptr<const disk_hook> m_hook;
};

// Opens any file for reading; links are followed. Throws EINVAL for anything but a file, such as a pipe or a device;
// EACCES for a directory.
inline disk_file open_local_file(const std::filesystem::path& path)
{
    disk_handle handle(CreateFileW(
        path.c_str(), GENERIC_READ, share_everything, nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
    if (!handle)
    {
        throw_last_error("cannot open", name_of(path));
    }
    disk_file file(std::move(handle), name_of(path), std::make_shared<const disk_hook>());
    file.require_file();
    return file;
}

} // namespace wua::detail
