// SPDX-License-Identifier: MIT
#pragma once

// Files and directories by POSIX calls. Everything throws std::system_error with the errno and the file's name.

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

// With which a disk refuses what is more than a user may have.
inline constexpr int errno_of_quota = EDQUOT;

// For a thread that writes: what it writes in vain is told by an errno alone, not by SIGPIPE or SIGXFSZ as well.
void block_write_signals() noexcept;

// How many files, directories and sockets this process may have open at the same time.
std::size_t max_open_files() noexcept;

// An open file. Reading and writing name their place, so that two threads may work on it. Movable.
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

    // Writes all of it, however many calls that takes.
    void write_at(std::uint64_t place, const char* bytes, std::size_t size);

    // The number of bytes read: less than asked for only at the end of the file.
    std::size_t read_at(std::uint64_t place, char* bytes, std::size_t size) const;

    std::uint64_t size() const;

    // When it was written to last.
    std::chrono::system_clock::time_point last_write() const;

    // Also frees what was allocated beyond that.
    void truncate(std::uint64_t size);

    // Takes the room of that many bytes, and leaves the file as long as it is. False where the file system takes none
    // ahead of the bytes, or none that leaves the length alone. Throws when there is no such room.
    bool try_allocate(std::uint64_t size);

    // Returns when the bytes are on the disk.
    void sync();

    // Closes, and tells what a delayed write has met; the destructor closes in silence.
    void close();

    // False when somebody else, in this process or another, has the file locked. Released when the file is closed.
    // Throws where the file system has no locks; see disk_directory::try_lock().
    bool try_lock();

    // True when it belongs to this process' user and has no other name, under which somebody may have put it here.
    bool is_ours() const;

    // Closes it to everybody but its owner, who must be the caller.
    void make_private();

private:
    friend class disk_directory;

    // What a file system without permissions makes of it does not matter.
    void set_mode(mode_t mode);

    void unlock() noexcept;

    int m_handle;
    std::string m_name;
    std::shared_ptr<const disk_hook> m_hook;
    dev_t m_device = 0; // with the inode, what the file is known by; since it is required to be one
    ino_t m_inode = 0;
    mode_t m_mode = 0;
    bool m_is_locked = false;
    int m_lock_directory = -1; // where the file that locks this one is, if there is one
};

// A file anywhere, to be read; links are followed. Throws EINVAL for what is no file, and does not wait for it: a pipe,
// a device, a directory.
disk_file open_local_file(const std::filesystem::path& path);

// An open directory. All names are names in it, not paths, and links are never followed. Any thread.
class disk_directory
{
public:
    // Makes the directory if it is not there; throws when files cannot be made in it, and when everybody can replace
    // those of others there.
    explicit disk_directory(const std::filesystem::path& path, disk_hook hook = {},
                            file_access access = file_access::usual);

    // A folder in that one, made if `makes_it` and it is not there; null when it is not. Throws for a link, for what is
    // no folder, and when everybody can replace the files of others there.
    static std::shared_ptr<const disk_directory>
    folder_in(const std::shared_ptr<const disk_directory>& parent, const std::string& name, bool makes_it);

    disk_directory(const disk_directory&) = delete;
    disk_directory& operator=(const disk_directory&) = delete;
    ~disk_directory()
    {
        ::close(m_handle);
    }

    // A file that was not there before, for reading and writing, and only for its owner: whoever may read a file can
    // lock it. Throws EEXIST when it was, be it as a link.
    disk_file create(const std::string& name) const;

    // Nothing when there is no such file. Throws when the name is that of a link or of anything but a file.
    std::optional<disk_file> try_open(const std::string& name, bool for_writing) const;

    // As disk_file::try_lock(), but on any file system: where it has no locks, another file, NAME.lock, is the lock. It
    // is made by one process alone, names that process, and goes when this file is closed. It is void when that process
    // has ended, if that was on this host, and when it is not ours. The directory must outlive the file.
    bool try_lock(disk_file& file) const;

    // The size of a file; nothing when there is none of that name, or it is a link or no file.
    std::optional<std::uint64_t> size_of(const std::string& name) const;

    // The size of that file when the name means it, else nothing.
    std::optional<std::uint64_t> size_if_named(const disk_file& file, const std::string& name) const noexcept;

    // False when the name has come to mean another file, or none, since this one was opened.
    bool is_still_named(const disk_file& file) const noexcept
    {
        return size_if_named(file, file.name()).has_value();
    }

    // Gives the file the permissions that it is to have, or with 0 those of this process' new files, as far as the
    // access allows them.
    void make_public(disk_file& file, unsigned mode = 0) const
    {
        file.set_mode(mode == 0 ? m_usual_mode : static_cast<mode_t>(mode) & m_allowed_mode);
    }

    // Replaces what has the new name: a file, or a link itself, never what it points to.
    void rename(const std::string& from, const std::string& to) const;

    // It is no error if there is no such file.
    void remove(const std::string& name) const;

    // Throws ENOENT when the directory is not where it was opened: it, or a folder that it is in, was moved away,
    // removed, or replaced. What is stored in it is then not where it is said to be.
    void require_in_place() const;

    // Returns when the names of files are on the disk, and the folder's own.
    void sync() const;

    // False when there are not even the few descriptors left that a connection takes.
    bool can_open_more() const noexcept;

    // Bytes that an ordinary user may still write.
    std::uint64_t free_bytes() const;

    std::vector<std::string> names() const;

    // True for a folder, and not for a link to one.
    bool is_folder(const std::string& name) const noexcept;

private:
    disk_directory(std::shared_ptr<const disk_directory> parent, int handle, std::string name) noexcept;

    // Throws where everybody can replace the files of others.
    void require_safe(const std::string& name) const;

    static mode_t usual_mode();

    bool try_make_lock(const std::string& name) const;

    static bool is_void_lock(const disk_file& lock);

    std::shared_ptr<const disk_hook> m_hook;
    mode_t m_allowed_mode;
    mode_t m_usual_mode;
    int m_handle = -1;
    std::shared_ptr<const disk_directory> m_parent; // of a folder
    std::string m_place;                            // an absolute path; of a folder its name there
    mutable std::atomic<bool> m_is_name_safe{false};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/disk_posix.ipp>
#endif
