// SPDX-License-Identifier: MIT
#pragma once

// A file while it is being downloaded: NAME.part, with NAME.part.journal beside it, until it becomes NAME.

#include <wua/engine/disk/disk.hpp>
#include <wua/engine/disk/download_journal.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace wua::detail
{

// Reads a journal; nullopt when there is none, or it is torn or belongs to somebody else.
std::optional<download_journal> read_journal(const disk_directory& directory, const std::string& file_name);

// Removes what an unfinished download has left. Not an error if there is nothing.
void remove_unfinished(const disk_directory& directory, const std::string& file_name);

// Removes a journal that a crash has left beside a complete file.
void remove_stale_journal(const disk_directory& directory, const std::string& file_name);

// One thread appends and restarts; another may save, commit or discard at the same time. Everything throws
// std::system_error. While it exists, the file is locked against others, also in other processes.
//
// A system reports only once that bytes did not reach the disk, and afterwards treats the bytes in its cache as
// written. So after a failed sync nothing more is appended, saved or given a name.
//
// A part without a file (see sink_part) has no directory either, and is only appended to and restarted.
class part_file
{
public:
    // Continues what an earlier run left, if its journal is complete and starts_over is false; otherwise starts with an
    // empty file. If a digest will decide in the end, all bytes of a file without a journal are continued. A file of
    // another user is replaced. Null while somebody else is downloading this file.
    static std::shared_ptr<part_file> try_open(std::shared_ptr<const disk_directory> directory, std::string name,
                                               bool starts_over, bool has_digest = false);

    part_file(std::shared_ptr<const disk_directory> directory, std::string name, std::shared_ptr<disk_file> file,
              std::uint64_t bytes, std::optional<download_journal>&& journal);

    part_file(const part_file&) = delete;
    part_file& operator=(const part_file&) = delete;
    WUA_INLINE virtual ~part_file();

    // Its name in the directory.
    const std::string& name() const noexcept
    {
        return m_name;
    }
    const std::shared_ptr<const disk_directory>& directory() const noexcept
    {
        return m_directory;
    }

    // The file's permissions once it has its name; see disk_directory::make_public().
    void set_mode(unsigned mode) noexcept
    {
        m_mode = mode;
    }

    // The journal of the earlier run; nullopt when there was none, or only bytes.
    const std::optional<download_journal>& journal() const noexcept
    {
        return m_journal;
    }

    std::uint64_t bytes() const noexcept
    {
        return m_bytes;
    }

    // For reading back what was appended; null when nothing is stored in a file.
    const std::shared_ptr<disk_file>& file() const noexcept
    {
        return m_file;
    }

    WUA_INLINE virtual void append(const char* bytes, std::size_t size);

    // Enough is waiting to be stored: do not append for the moment.
    WUA_INLINE virtual bool is_full() const noexcept;

    // A server has agreed to send what comes next; `total` is the size in all, if the server states it.
    WUA_INLINE virtual void expect(std::optional<std::uint64_t> total);

    // Writes beyond the counted bytes. Only allowed once the journal on the disk says how many those are: otherwise
    // everything in the file would count in the end.
    void write_piece(std::uint64_t place, const char* bytes, std::size_t size);

    bool has_journal() const;

    // Counts the next bytes, which were written as a piece.
    void count_piece(std::uint64_t size) noexcept
    {
        m_bytes += size;
    }

    // Only this many of the first bytes still count, plus pieces beyond them, up to `file_size`. A journal that says so
    // must be saved at once.
    void recount(std::uint64_t bytes, std::uint64_t file_size);

    // Allocates space for that many bytes in all, so that a full disk is detected now. The file's length does not
    // change. False if the file system cannot do this.
    WUA_INLINE virtual bool try_allocate(std::uint64_t bytes);

    // For how many bytes space is reserved.
    std::uint64_t allocated() const noexcept
    {
        return m_allocated;
    }

    // Nothing more will arrive: frees the reserved space.
    void release_room() noexcept;

    // Forgets all bytes.
    void restart()
    {
        cut(0);
    }

    // Forgets all but the first bytes.
    WUA_INLINE virtual void cut(std::uint64_t bytes);

    // Cuts off what comes after that many bytes. Nothing may be appended afterwards.
    void shorten(std::uint64_t bytes)
    {
        m_file->truncate(bytes);
    }

    // Increases whenever earlier bytes are discarded; see save().
    std::uint64_t generation() const noexcept
    {
        return m_generation;
    }

    // Syncs the journal's bytes, then the journal, so that it never promises more than there is. Does nothing when the
    // file was restarted since `generation`.
    void save(const download_journal& journal, std::uint64_t generation, bool syncs);

    // Returns when all bytes are on the disk.
    void sync();

    // Gives the file its name, replacing what had it; syncing the directory is up to the caller. Throws if the file on
    // disk is no longer this one with all its bytes, because somebody has replaced or truncated it. No other member may
    // be used afterwards, except, if it has thrown, take_name() again, keep_saved() and discard().
    void take_name();

    // Leaves what the journal on the disk describes; nothing when there is no journal. No other member may be used
    // afterwards.
    void keep_saved();

    // Removes the file and its journal, unless the name refers to another file by now. No other member may be used
    // afterwards.
    void discard();

protected:
    // For a part without a file.
    explicit part_file(std::uint64_t bytes);

    void advance(std::size_t size) noexcept
    {
        m_bytes += size;
    }
    void forget_all() noexcept
    {
        ++m_generation;
        m_bytes = 0;
    }

private:
    // Throws if a sync has failed.
    void require_synced() const;

    [[noreturn]] void throw_changed() const;

    void remove_journal();

    // nullopt when the name is taken.
    static std::optional<disk_file> try_create(const disk_directory& directory, const std::string& name);

    const std::shared_ptr<const disk_directory> m_directory;
    const std::string m_name;
    const std::shared_ptr<disk_file> m_file;
    std::optional<download_journal> m_journal;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_allocated = 0;
    unsigned m_mode = 0;

    std::atomic<std::uint64_t> m_generation{0};
    std::atomic<int> m_sync_error{0}; // an errno

    mutable std::mutex m_mutex;                // for the journal on the disk; not held during a sync
    std::optional<std::uint64_t> m_saved_size; // of the file, as far as the journal describes it
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/part_file.ipp>
#endif
