// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/disk_posix.hpp>.

#include <wua/engine/disk/disk_posix.hpp>
#include <wua/engine/disk/disk_process_posix.hpp>
#include <wua/engine/transfer/joined_text.hpp>

#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <mutex>
#include <new>
#include <system_error>
#include <utility>

namespace wua::detail
{

WUA_INLINE void block_write_signals() noexcept
{
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGPIPE);
    sigaddset(&blocked, SIGXFSZ);
    ::pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
}

WUA_COLD std::size_t max_open_files() noexcept
{
    rlimit limit{};
    const bool is_limited = ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return is_limited ? static_cast<std::size_t>(limit.rlim_cur) : std::numeric_limits<std::size_t>::max();
}

WUA_INLINE disk_file::disk_file(int handle, std::string name, std::shared_ptr<const disk_hook> hook) noexcept
    : m_handle(handle),
      m_name(std::move(name)),
      m_hook(std::move(hook))
{}

WUA_INLINE disk_file::disk_file(disk_file&& other) noexcept
    : m_handle(std::exchange(other.m_handle, -1)),
      m_name(std::move(other.m_name)),
      m_hook(std::move(other.m_hook)),
      m_device(other.m_device),
      m_inode(other.m_inode),
      m_mode(other.m_mode),
      m_is_locked(other.m_is_locked),
      m_lock_directory(std::exchange(other.m_lock_directory, -1))
{}

WUA_COLD disk_file::~disk_file()
{
    unlock();
    if (m_handle >= 0)
    {
        ::close(m_handle);
    }
}

WUA_INLINE void disk_file::write_at(std::uint64_t place, const char* bytes, std::size_t size)
{
    while (size != 0)
    {
        const std::size_t max_bytes = ask_hook(*m_hook, disk_operation::write, "cannot write to", m_name);
        const ssize_t done = ::pwrite(m_handle, bytes, std::min(size, max_bytes), static_cast<off_t>(place));
        if (done > 0)
        {
            bytes += done;
            place += static_cast<std::uint64_t>(done);
            size -= static_cast<std::size_t>(done);
        }
        else if (done == 0 || errno != EINTR)
        {
            throw_errno(done == 0 ? EIO : errno, "cannot write to", m_name);
        }
    }
}

WUA_INLINE std::size_t disk_file::read_at(std::uint64_t place, char* bytes, std::size_t size) const
{
    std::size_t all = 0;
    while (all != size)
    {
        const ssize_t done = ::pread(m_handle, bytes + all, size - all, static_cast<off_t>(place + all));
        if (done == 0)
        {
            break;
        }
        if (done > 0)
        {
            all += static_cast<std::size_t>(done);
        }
        else if (errno != EINTR)
        {
            throw_errno(errno, "cannot read", m_name);
        }
    }
    return all;
}

WUA_INLINE std::uint64_t disk_file::size() const
{
    struct stat status = {};
    if (::fstat(m_handle, &status) != 0)
    {
        throw_errno(errno, "cannot query", m_name);
    }
    return static_cast<std::uint64_t>(status.st_size);
}

WUA_COLD std::chrono::system_clock::time_point disk_file::last_write() const
{
    struct stat status = {};
    if (::fstat(m_handle, &status) != 0)
    {
        throw_errno(errno, "cannot query", m_name);
    }
    return std::chrono::system_clock::from_time_t(status.st_mtime);
}

WUA_COLD void disk_file::truncate(std::uint64_t size)
{
    ask_hook(*m_hook, disk_operation::write, "cannot truncate", m_name);
    if (::ftruncate(m_handle, static_cast<off_t>(size)) != 0)
    {
        throw_errno(errno, "cannot truncate", m_name);
    }
}

// An errno; 0: the room is taken.
inline int allocate_room([[maybe_unused]] int handle, [[maybe_unused]] std::uint64_t size) noexcept
{
#if defined(FALLOC_FL_KEEP_SIZE)
    return ::fallocate(handle, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(size)) == 0 ? 0 : errno;
#elif defined(F_PREALLOCATE)
    struct stat status = {};
    if (::fstat(handle, &status) != 0)
    {
        return errno;
    }
    const auto taken = static_cast<std::uint64_t>(status.st_blocks) * 512; // it counts from the end of what is there
    if (taken >= size)
    {
        return 0;
    }
    fstore_t room{};
    room.fst_flags = F_ALLOCATEALL;
    room.fst_posmode = F_PEOFPOSMODE;
    room.fst_length = static_cast<off_t>(size - taken);
    return ::fcntl(handle, F_PREALLOCATE, &room) == -1 ? errno : 0;
#else
    return EOPNOTSUPP;
#endif
}

WUA_COLD bool disk_file::try_allocate(std::uint64_t size)
{
    constexpr std::string_view what = "cannot take room for";
    int error = 0;
    try
    {
        ask_hook(*m_hook, disk_operation::allocate, what, m_name);
        do
        {
            error = allocate_room(m_handle, size);
        } while (error == EINTR);
    }
    catch (const std::system_error& refusal)
    {
        error = refusal.code().value();
    }
    if (error == ENOSPC || error == EDQUOT || error == EFBIG || error == EIO)
    {
        throw_errno(error, what, m_name);
    }
    return error == 0;
}

WUA_COLD void disk_file::sync()
{
    ask_hook(*m_hook, disk_operation::sync, "cannot sync", m_name);
    while (::fsync(m_handle) != 0)
    {
        if (errno != EINTR)
        {
            throw_errno(errno, "cannot sync", m_name);
        }
    }
}

WUA_COLD void disk_file::close()
{
    ask_hook(*m_hook, disk_operation::close, "cannot close", m_name);
    unlock();
    const int handle = std::exchange(m_handle, -1);
    if (handle >= 0 && ::close(handle) != 0 && errno != EINTR)
    {
        throw_errno(errno, "cannot close", m_name);
    }
}

WUA_COLD bool disk_file::try_lock()
{
    ask_hook(*m_hook, disk_operation::lock, "cannot lock", m_name);
    while (::flock(m_handle, LOCK_EX | LOCK_NB) != 0)
    {
        if (errno == EWOULDBLOCK)
        {
            return false;
        }
        if (errno != EINTR)
        {
            throw_errno(errno, "cannot lock", m_name);
        }
    }
    m_is_locked = true;
    return true;
}

WUA_COLD bool disk_file::is_ours() const
{
    struct stat status = {};
    if (::fstat(m_handle, &status) != 0)
    {
        throw_errno(errno, "cannot query", m_name);
    }
    return status.st_uid == ::geteuid() && status.st_nlink <= 1; // none if it was just removed
}

WUA_COLD void disk_file::make_private()
{
    constexpr mode_t owner_alone = 0600;
    set_mode(owner_alone);
}

WUA_COLD void disk_file::set_mode(mode_t mode)
{
    if (m_mode == mode)
    {
        return;
    }
    if (::fchmod(m_handle, mode) != 0 && errno != EPERM && errno != ENOTSUP && errno != ENOSYS)
    {
        throw_errno(errno, "cannot set the permissions of", m_name);
    }
    m_mode = mode;
}

WUA_COLD void disk_file::unlock() noexcept
{
    if (m_handle >= 0 && m_is_locked) // to close it is not enough: a child of fork may have it open, too
    {
        ::flock(m_handle, LOCK_UN);
    }
    if (const int directory = std::exchange(m_lock_directory, -1); directory >= 0)
    {
        try
        {
            ::unlinkat(directory, joined({m_name, ".lock"}).c_str(), 0);
        }
        catch (const std::bad_alloc&)
        {
            return; // it names this process, and is void when that has ended
        }
    }
}

WUA_COLD void disk_file::require_file()
{
    struct stat status = {};
    if (::fstat(m_handle, &status) != 0 || !S_ISREG(status.st_mode))
    {
        throw_errno(EINVAL, "is no file:", m_name);
    }
    m_device = status.st_dev;
    m_inode = status.st_ino;
    m_mode = status.st_mode & 07777U;
}

WUA_COLD disk_file open_local_file(const std::filesystem::path& path)
{
    const int handle = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (handle < 0)
    {
        throw_errno(errno, "cannot open", path.string());
    }
    disk_file file(handle, path.string(), std::make_shared<const disk_hook>());
    file.require_file();
    return file;
}

WUA_COLD
disk_directory::disk_directory(const std::filesystem::path& path, disk_hook hook, file_access access)
    : m_hook(std::make_shared<const disk_hook>(std::move(hook))),
      m_allowed_mode(access == file_access::owner_only ? 0700 : 0777),
      m_usual_mode(usual_mode() & m_allowed_mode)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    m_handle = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (m_handle < 0)
    {
        throw_errno(error ? error.value() : errno, "cannot use the directory", path.string());
    }
    try
    {
        require_safe(path.string());
        m_place = std::filesystem::absolute(path, error).string();
    }
    catch (...)
    {
        ::close(m_handle);
        throw;
    }
}

WUA_COLD
disk_directory::disk_directory(std::shared_ptr<const disk_directory> parent, int handle, std::string name) noexcept
    : m_hook(parent->m_hook),
      m_allowed_mode(parent->m_allowed_mode),
      m_usual_mode(parent->m_usual_mode),
      m_handle(handle),
      m_parent(std::move(parent)),
      m_place(std::move(name))
{}

WUA_COLD std::shared_ptr<const disk_directory>
disk_directory::folder_in(const std::shared_ptr<const disk_directory>& parent, const std::string& name, bool makes_it)
{
    if (makes_it)
    {
        ask_hook(*parent->m_hook, disk_operation::create, "cannot make the folder", name);
        const mode_t mode =
            parent->m_usual_mode | (parent->m_usual_mode & 0444U) >> 2U; // may be entered by who may read
        if (::mkdirat(parent->m_handle, name.c_str(), mode) != 0 && errno != EEXIST)
        {
            throw_errno(errno, "cannot make the folder", name);
        }
    }
    const int handle = ::openat(parent->m_handle, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (handle < 0)
    {
        if (!makes_it && errno == ENOENT)
        {
            return nullptr;
        }
        throw_errno(errno, "cannot use the folder", name);
    }
    const std::shared_ptr<const disk_directory> folder(new disk_directory(parent, handle, name));
    folder->require_safe(name);
    return folder;
}

WUA_COLD void disk_directory::require_safe(const std::string& name) const
{
    if (::faccessat(m_handle, ".", W_OK | X_OK, AT_EACCESS) != 0)
    {
        throw_errno(errno, "cannot write to the directory", name);
    }
    struct stat status = {};
    if (::fstat(m_handle, &status) != 0 || ((status.st_mode & S_IWOTH) != 0 && (status.st_mode & S_ISVTX) == 0))
    {
        throw_errno(EACCES, "no file is safe where everybody may write to the directory", name);
    }
}

WUA_COLD disk_file disk_directory::create(const std::string& name) const
{
    ask_hook(*m_hook, disk_operation::create, "cannot create", name);
    constexpr mode_t owner_alone = 0600;
    const int handle =
        ::openat(m_handle, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, owner_alone);
    if (handle < 0)
    {
        throw_errno(errno, "cannot create", name);
    }
    disk_file file(handle, name, m_hook);
    file.require_file();
    return file;
}

WUA_COLD std::optional<disk_file> disk_directory::try_open(const std::string& name, bool for_writing) const
{
    const int handle =
        ::openat(m_handle, name.c_str(), (for_writing ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (handle < 0)
    {
        if (errno == ENOENT)
        {
            return std::nullopt;
        }
        throw_errno(errno, "cannot open", name);
    }
    disk_file file(handle, name, m_hook);
    file.require_file();
    return file;
}

WUA_COLD bool disk_directory::try_lock(disk_file& file) const
{
    try
    {
        return file.try_lock();
    }
    catch (const std::system_error& error)
    {
        const std::error_code& code = error.code();
        if (code != std::errc::function_not_supported && code != std::errc::no_lock_available &&
            code != std::errc::not_supported && code != std::errc::operation_not_supported)
        {
            throw;
        }
    }
    const std::string name = joined({file.name(), ".lock"});
    if (!try_make_lock(name))
    {
        const std::optional<disk_file> old = try_open(name, false);
        if (old && old->is_ours() && (!is_void_lock(*old) || !is_still_named(*old)))
        {
            return false;
        }
        remove(name);
        if (!try_make_lock(name))
        {
            return false;
        }
    }
    file.m_lock_directory = m_handle;
    return true;
}

WUA_COLD bool disk_directory::try_make_lock(const std::string& name) const
{
    try
    {
        disk_file lock = create(name);
        const std::string owner = name_of_process(::getpid());
        lock.write_at(0, owner.data(), owner.size());
        return true;
    }
    catch (const std::system_error& error)
    {
        if (error.code() == std::errc::file_exists)
        {
            return false;
        }
        remove(name);
        throw;
    }
}

WUA_COLD bool disk_directory::is_void_lock(const disk_file& lock)
{
    struct stat status = {};
    if (::fstat(lock.m_handle, &status) != 0)
    {
        throw_errno(errno, "cannot query", lock.name());
    }
    constexpr std::size_t max_bytes = 512;
    std::string owner(max_bytes, '\0');
    owner.resize(lock.read_at(0, owner.data(), owner.size()));
    constexpr std::time_t time_to_write = 60;
    return owner.ends_with('\n') ? has_process_ended(owner) : std::time(nullptr) - status.st_mtime > time_to_write;
}

WUA_COLD std::optional<std::uint64_t> disk_directory::size_of(const std::string& name) const
{
    struct stat status = {};
    if (::fstatat(m_handle, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
    {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(status.st_size);
}

WUA_COLD std::optional<std::uint64_t>
disk_directory::size_if_named(const disk_file& file, const std::string& name) const noexcept
{
    struct stat status = {};
    if (::fstatat(m_handle, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 || status.st_ino != file.m_inode ||
        status.st_dev != file.m_device)
    {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(status.st_size);
}

WUA_COLD void disk_directory::rename(const std::string& from, const std::string& to) const
{
    ask_hook(*m_hook, disk_operation::rename, "cannot rename", from);
    if (::renameat(m_handle, from.c_str(), m_handle, to.c_str()) != 0)
    {
        throw_errno(errno, "cannot give a file its name:", to);
    }
}

WUA_COLD void disk_directory::remove(const std::string& name) const
{
    ask_hook(*m_hook, disk_operation::remove, "cannot remove", name);
    if (::unlinkat(m_handle, name.c_str(), 0) != 0 && errno != ENOENT)
    {
        throw_errno(errno, "cannot remove", name);
    }
}

WUA_COLD void disk_directory::require_in_place() const
{
    struct stat own = {};
    struct stat there = {};
    const int found = m_parent ? ::fstatat(m_parent->m_handle, m_place.c_str(), &there, AT_SYMLINK_NOFOLLOW)
                               : ::stat(m_place.c_str(), &there);
    const bool is_gone = found != 0 && (errno == ENOENT || errno == ENOTDIR); // else nobody can tell
    const bool is_another =
        found == 0 && ::fstat(m_handle, &own) == 0 && (own.st_ino != there.st_ino || own.st_dev != there.st_dev);
    if (!m_place.empty() && (is_gone || is_another))
    {
        throw_errno(ENOENT, "somebody has moved, removed or replaced the directory", m_place);
    }
    if (m_parent)
    {
        m_parent->require_in_place();
    }
}

WUA_COLD void disk_directory::sync() const
{
    ask_hook(*m_hook, disk_operation::sync_directory, "cannot sync", "the directory");
    if (::fsync(m_handle) != 0 && errno != EINVAL && errno != EROFS)
    {
        throw_errno(errno, "cannot sync", "the directory");
    }
    if (m_parent && !m_is_name_safe)
    {
        m_parent->sync();
        m_is_name_safe = true;
    }
}

WUA_COLD bool disk_directory::can_open_more() const noexcept
{
    std::array<int, 4> probes{};
    bool has_failed = false;
    for (int& probe : probes)
    {
        probe = ::openat(m_handle, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        has_failed = has_failed || (probe < 0 && (errno == EMFILE || errno == ENFILE));
    }
    for (const int probe : probes)
    {
        ::close(probe);
    }
    return !has_failed;
}

WUA_COLD std::uint64_t disk_directory::free_bytes() const
{
    struct statvfs status = {};
    if (::fstatvfs(m_handle, &status) != 0)
    {
        throw_errno(errno, "cannot ask for the free space of", "the directory");
    }
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

WUA_COLD std::vector<std::string> disk_directory::names() const
{
    const int handle = ::openat(m_handle, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* const opened = handle < 0 ? nullptr : ::fdopendir(handle);
    if (opened == nullptr)
    {
        throw_errno(errno, "cannot list", "the directory");
    }
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(opened, [](DIR* list) { return ::closedir(list); });
    std::vector<std::string> found;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the listing is read here alone
    while (const dirent* entry = ::readdir(listing.get()))
    {
        found.emplace_back(entry->d_name);
    }
    return found;
}

WUA_COLD bool disk_directory::is_folder(const std::string& name) const noexcept
{
    struct stat status = {};
    return ::fstatat(m_handle, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

WUA_COLD mode_t disk_directory::usual_mode()
{
    constexpr mode_t everyone = 0666;
    // For asking the process itself changes what it is asked for.
    const std::string status = beginning_of_file("/proc/self/status");
    constexpr std::string_view key = "\nUmask:";
    if (const auto place = status.find(key); place != std::string::npos)
    {
        const unsigned long mask = std::strtoul(status.c_str() + place + key.size(), nullptr, 8);
        return static_cast<mode_t>(everyone & ~mask);
    }
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    const mode_t mask = ::umask(S_IRWXG | S_IRWXO);
    ::umask(mask);
    return static_cast<mode_t>(everyone & ~mask);
}

} // namespace wua::detail
