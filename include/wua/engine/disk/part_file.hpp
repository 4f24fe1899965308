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

// Reads what a journal says; nothing when there is none, or it is torn or somebody else's.
std::optional<download_journal> read_journal(const disk_directory& directory, const std::string& file_name);

// Removes what an unfinished download has left. It is no error if there is nothing.
void remove_unfinished(const disk_directory& directory, const std::string& file_name);

// Removes a journal that a crash has left beside a complete file.
void remove_stale_journal(const disk_directory& directory, const std::string& file_name);

// One thread appends and restarts; another may save, commit or discard at the same time. Everything throws
// std::system_error. While it lives, the file is locked against others, also in other processes.
//
// A system tells only once that bytes did not get to the disk, and takes what it has of them for written afterwards. So
// after a sync has failed, nothing more is appended, saved or given a name.
//
// A part of which nothing is stored (see sink_part) has neither a directory nor a file, and is only appended to and
// restarted.
class part_file
{
public:
    // Continues what an earlier run left, if its journal is whole and starts_over is false, else starts with an empty
    // file. Where a digest will decide, all bytes of a file without a journal are continued. A file of somebody else is
    // replaced. Null while somebody else is downloading this file.
    static std::shared_ptr<part_file> try_open(std::shared_ptr<const disk_directory> directory, std::string name,
                                               bool starts_over, bool has_digest = false);

    part_file(std::shared_ptr<const disk_directory> directory, std::string name, std::shared_ptr<disk_file> file,
              std::uint64_t bytes, std::optional<download_journal>&& journal);

    part_file(const part_file&) = delete;
    part_file& operator=(const part_file&) = delete;
    WUA_INLINE virtual ~part_file();

    // In its directory.
    const std::string& name() const noexcept
    {
        return m_name;
    }
    const std::shared_ptr<const disk_directory>& directory() const noexcept
    {
        return m_directory;
    }

    // The permissions that the file is to have, from when it has its name; see disk_directory::make_public().
    void set_mode(unsigned mode) noexcept
    {
        m_mode = mode;
    }

    // What the earlier run left; nothing when there was none, or only bytes.
    const std::optional<download_journal>& journal() const noexcept
    {
        return m_journal;
    }

    std::uint64_t bytes() const noexcept
    {
        return m_bytes;
    }

    // For reading back what was appended; null when nothing is stored.
    const std::shared_ptr<disk_file>& file() const noexcept
    {
        return m_file;
    }

    WUA_INLINE virtual void append(const char* bytes, std::size_t size);

    // As much waits to be stored as should: nothing is to be appended for the moment.
    WUA_INLINE virtual bool is_full() const noexcept;

    // A server has agreed to send what comes next; how many bytes there are in all, if it says so.
    WUA_INLINE virtual void expect(std::optional<std::uint64_t> total);

    // Beyond the bytes that are counted. Not before the journal on the disk says how many these are: else all that the
    // file has would be taken for them in the end.
    void write_piece(std::uint64_t place, const char* bytes, std::size_t size);

    bool has_journal() const;

    // What was written next in pieces counts from now on.
    void count_piece(std::uint64_t size) noexcept
    {
        m_bytes += size;
    }

    // Only so many of the first bytes count any more, and pieces beyond them, up to `file_size`. A journal that tells
    // of them is to be saved at once.
    void recount(std::uint64_t bytes, std::uint64_t file_size);

    // Takes the room of that many bytes in all, so that a full disk is told now. The file stays as long as it is. False
    // where the file system cannot.
    WUA_INLINE virtual bool try_allocate(std::uint64_t bytes);

    // For how many bytes there is room that nobody else can take.
    std::uint64_t allocated() const noexcept
    {
        return m_allocated;
    }

    // Nothing more will come: others may have the room of what has not.
    void release_room() noexcept;

    // Forgets all bytes.
    void restart()
    {
        cut(0);
    }

    // Forgets all bytes but the first ones.
    WUA_INLINE virtual void cut(std::uint64_t bytes);

    // Forgets what comes after so many bytes. Nothing may be appended afterwards.
    void shorten(std::uint64_t bytes)
    {
        m_file->truncate(bytes);
    }

    // Which of the beginnings the bytes belong to; see save().
    std::uint64_t generation() const noexcept
    {
        return m_generation;
    }

    // Makes the journal's bytes safe, then the journal, so that it never promises more than there is. Does nothing when
    // the file was restarted since `generation`.
    void save(const download_journal& journal, std::uint64_t generation, bool syncs);

    // Returns when all bytes are on the disk.
    void sync();

    // Gives the file its name, replacing what had it; the directory is the caller's to sync. Throws if that would not
    // be this very file with all its bytes, since somebody has replaced or truncated it. No other member may be used
    // afterwards, but for this one again, keep_saved() and discard() when it has thrown.
    void take_name();

    // Leaves what its journal on the disk speaks of; nothing when there is no journal. No other member may be used
    // afterwards.
    void keep_saved();

    // Removes the file and its journal, unless the name means another file by now. No other member may be used
    // afterwards.
    void discard();

protected:
    // Of which nothing is stored.
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

    // Nothing when the name is taken.
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

    mutable std::mutex m_mutex;                // the journal on the disk; nobody syncs under it
    std::optional<std::uint64_t> m_saved_size; // of the file, as far as it speaks of it
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/disk/part_file.ipp>
#endif
