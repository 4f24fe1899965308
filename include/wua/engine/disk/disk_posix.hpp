// SPDX-License-Identifier: MIT
#pragma once

// Files and directories through POSIX calls. Everything throws std::system_error with the errno and the file's name.

#include <wua/engine/disk/disk_operation.hpp>
#include <wua/engine/disk/file_access.hpp>
#include <wua/separate_compilation.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// The errno for an exceeded quota.
inline constexpr int errno_of_quota = EDQUOT;

// For a thread that writes: failed writes then only return an errno, without SIGPIPE or SIGXFSZ.
void block_write_signals() noexcept;

// How many files, directories and sockets this process may have open at the same time.
std::size_t max_open_files() noexcept;

// An open file. Reads and writes name their offset, so that two threads may use it. Movable.
class disk_file
{
public:
    disk_file(int handle, std::string name, std::shared_ptr<const disk_hook> hook) noexcept;

    disk_file(disk_file&& other) noexcept;

    disk_file& operator=(disk_file&&) = delete;

    ~disk_file();

    const std::string& name() const noexcept
    {
        return m_name;
    }

    // Throws for a directory, a pipe, a device.
    void require_file();

    // Writes everything, in as many calls as needed.
    void write_at(std::uint64_t place, const char* bytes, std::size_t size);

    // Returns the number of bytes read: fewer than requested only at the end of the file.
    std::size_t read_at(std::uint64_t place, char* bytes, std::size_t size) const;

    std::uint64_t size() const;

    // When it was written to last.
    std::chrono::system_clock::time_point last_write() const;

    // Also frees space that was allocated beyond that.
    void truncate(std::uint64_t size);

    // Allocates space for that many bytes, without changing the file's length. False if the file system cannot do that.
    // Throws when there is not enough space.
    bool try_allocate(std::uint64_t size);

    // Returns when the bytes are on the disk.
    void sync();

    // Closes the file and reports errors of delayed writes; the destructor ignores them.
    void close();

    // False when somebody else, in this process or another, has locked the file. The lock ends when the file is closed.
    // Throws if the file system has no locks; see disk_directory::try_lock().
    bool try_lock();

    // True when it belongs to this process's user and has no other name, through which somebody may have put it here.
    bool is_ours() const;

    // Removes all permissions except those of the owner, who must be the caller.
    void make_private();

private:
    friend class disk_directory;

    // File systems without permissions may ignore it.
    void set_mode(mode_t mode);

    void unlock() noexcept;

    int m_handle;
    std::string m_name;
    std::shared_ptr<const disk_hook> m_hook;
    dev_t m_device = 0; // together with the inode, identifies the file; set by require_file()
    ino_t m_inode = 0;
    mode_t m_mode = 0;
    bool m_is_locked = false;
    int m_lock_directory = -1; // the directory of the lock file, if there is one
};

// Opens any file for reading; links are followed. Throws EINVAL for anything but a file, without waiting for it: a
// pipe, a device, a directory.
disk_file open_local_file(const std::filesystem::path& path);

// An open directory. All names are names in it, not paths, and links are never followed. Thread-safe.
class disk_directory
{
public:
    // Creates the directory if it does not exist; throws when files cannot be created in it, and when everybody can
    // replace other users' files in it.
    explicit disk_directory(const std::filesystem::path& path, disk_hook hook = {},
                            file_access access = file_access::usual);

    // A folder in that one, created if `makes_it` and it does not exist; null if it does not exist. Throws for a link,
    // for anything but a folder, and when everybody can replace other users' files in it.
    static std::shared_ptr<const disk_directory>
    folder_in(const std::shared_ptr<const disk_directory>& parent, const std::string& name, bool makes_it);

    disk_directory(const disk_directory&) = delete;
    disk_directory& operator=(const disk_directory&) = delete;
    ~disk_directory()
    {
        ::close(m_handle);
    }

    // Creates a file for reading and writing, accessible only to its owner, because whoever can read a file can lock
    // it. Throws EEXIST if the name exists, even as a link.
    disk_file create(const std::string& name) const;

    // nullopt when there is no such file. Throws when the name is that of a link or of anything but a file.
    std::optional<disk_file> try_open(const std::string& name, bool for_writing) const;

    // Like disk_file::try_lock(), but on any file system: if it has no locks, another file, NAME.lock, serves as the
    // lock. Only one process can create it; it names that process, and disappears when this file is closed. It is void
    // if that process has ended (and ran on this host), or if it is not ours. The directory must outlive the file.
    bool try_lock(disk_file& file) const;

    // The size of a file; nullopt when the name does not exist, or is a link or not a file.
    std::optional<std::uint64_t> size_of(const std::string& name) const;

    // The size of that file if the name refers to it, otherwise nullopt.
    std::optional<std::uint64_t> size_if_named(const disk_file& file, const std::string& name) const noexcept;

    // False when the name refers to another file, or to none, since this one was opened.
    bool is_still_named(const disk_file& file) const noexcept
    {
        return size_if_named(file, file.name()).has_value();
    }

    // Gives the file its final permissions, or with 0 those of this process's new files, as far as `access` permits.
    void make_public(disk_file& file, unsigned mode = 0) const
    {
        file.set_mode(mode == 0 ? m_usual_mode : static_cast<mode_t>(mode) & m_allowed_mode);
    }

    // Replaces whatever has the new name: a file, or a link itself, never its target.
    void rename(const std::string& from, const std::string& to) const;

    // Not an error if the file does not exist.
    void remove(const std::string& name) const;

    // Throws ENOENT when the directory is not where it was opened: it, or a folder that it is in, was moved away,
    // removed, or replaced. What is stored in it is then not where it is said to be.
    void require_in_place() const;

    // Returns when the names of the files, and the folder's own, are on the disk.
    void sync() const;

    // False when even the few descriptors that a connection needs are not available.
    bool can_open_more() const noexcept;

    // Bytes that an ordinary user may still write.
    std::uint64_t free_bytes() const;

    std::vector<std::string> names() const;

    // True for a folder, and not for a link to one.
    bool is_folder(const std::string& name) const noexcept;

private:
    disk_directory(std::shared_ptr<const disk_directory> parent, int handle, std::string name) noexcept;

    // Throws if everybody can replace other users' files.
    void require_safe(const std::string& name) const;

    static mode_t usual_mode();

    bool try_make_lock(const std::string& name) const;

    static bool is_void_lock(const disk_file& lock);

    std::shared_ptr<const disk_hook> m_hook;
    mode_t m_allowed_mode;
    mode_t m_usual_mode;
    int m_handle = -1;
    std::shared_ptr<const disk_directory> m_parent; // for a folder
    std::string m_place;                            // an absolute path; for a folder its name in the parent
    mutable std::atomic<bool> m_is_name_safe{false};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/disk_posix.ipp>
#endif
