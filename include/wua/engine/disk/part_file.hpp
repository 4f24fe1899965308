// SPDX-License-Identifier: MIT
#pragma once

// A file while it is being downloaded: NAME.part, with NAME.part.journal beside it, until it becomes NAME.

#include <wua/engine/disk/disk.hpp>
#include <wua/engine/disk/download_journal.hpp>
#include <wua/engine/disk/file_name.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace wua::detail
{

// Reads what a journal says; nothing when there is none, or it is torn.
inline std::optional<download_journal> read_journal(const disk_directory& directory, const std::string& file_name)
{
    const std::optional<disk_file> file = directory.try_open(journal_name_of(file_name), false);
    constexpr std::uint64_t max_journal_bytes = 16U << 20U;
    if (!file || file->size() > max_journal_bytes)
    {
        return std::nullopt;
    }
    std::string text(static_cast<std::size_t>(file->size()), '\0');
    text.resize(file->read_at(0, text.data(), text.size()));
    return download_journal::from_text(text);
}

// Removes what an unfinished download has left. It is no error if there is nothing.
inline void remove_unfinished(const disk_directory& directory, const std::string& file_name)
{
    // In this order, so that a journal never speaks of another file's bytes.
    directory.remove(journal_name_of(file_name));
    directory.remove(new_journal_name_of(file_name));
    directory.remove(part_name_of(file_name));
}

// Removes a journal that a crash has left beside a complete file.
inline void remove_stale_journal(const disk_directory& directory, const std::string& file_name)
{
    if (!directory.size_of(part_name_of(file_name)))
    {
        directory.remove(journal_name_of(file_name));
        directory.remove(new_journal_name_of(file_name));
    }
}

// One thread appends and restarts; another may save, commit or discard at the same time. Everything throws
// std::system_error. While it lives, the file is locked against others, also in other processes.
class part_file
{
public:
    // Continues what an earlier run left, if its journal is whole and starts_over is false, else starts with an empty
    // file. Null while somebody else is downloading this file.
    static std::shared_ptr<part_file>
    try_open(std::shared_ptr<const disk_directory> directory, std::string name, bool starts_over)
    {
        const std::string part_name = part_name_of(name);
        std::optional<disk_file> created = try_create(*directory, part_name); // usually there is nothing to continue
        const bool is_new = created.has_value();
        std::optional<disk_file> file = is_new ? std::move(created) : directory->try_open(part_name, true);
        if (!file || !file->try_lock() || !directory->is_still_named(*file))
        {
            return nullptr;
        }
        std::optional<download_journal> journal = is_new || starts_over ? std::nullopt : read_journal(*directory, name);
        if (is_new)
        {
            directory->remove(journal_name_of(name)); // which a crash may have left beside a complete file
        }
        else if (!journal || journal->bytes == 0 || journal->bytes > file->size())
        {
            remove_unfinished(*directory, name);
            return try_open(std::move(directory), std::move(name), starts_over);
        }
        else
        {
            file->truncate(journal->bytes);
        }
        return std::make_shared<part_file>(
            std::move(directory), std::move(name), std::make_shared<disk_file>(std::move(*file)), std::move(journal));
    }

    part_file(std::shared_ptr<const disk_directory> directory, std::string name, std::shared_ptr<disk_file> file,
              std::optional<download_journal> journal)
        : m_directory(std::move(directory)),
          m_name(std::move(name)),
          m_file(std::move(file)),
          m_journal(std::move(journal)),
          m_bytes(m_journal ? m_journal->bytes : 0),
          m_has_journal(m_journal.has_value())
    {}

    const std::string& name() const noexcept
    {
        return m_name;
    }

    // What the earlier run left; nothing when there was none.
    const std::optional<download_journal>& journal() const noexcept
    {
        return m_journal;
    }

    std::uint64_t bytes() const noexcept
    {
        return m_bytes;
    }

    // For reading back what was appended.
    const std::shared_ptr<disk_file>& file() const noexcept
    {
        return m_file;
    }

    void append(const char* bytes, std::size_t size)
    {
        m_file->write_at(m_bytes, bytes, size);
        m_bytes += size;
    }

    // Forgets all bytes.
    void restart()
    {
        const std::lock_guard lock(m_mutex);
        ++m_generation;
        m_journal.reset();
        if (m_has_journal)
        {
            m_directory->remove(journal_name_of(m_name));
            m_has_journal = false;
        }
        m_file->truncate(0);
        m_bytes = 0;
    }

    // Which of the beginnings the bytes belong to; see save().
    std::uint64_t generation() const noexcept
    {
        return m_generation;
    }

    // Makes the journal's bytes safe, then the journal, so that it never promises more than there is. Does nothing when
    // the file was restarted since `generation`.
    void save(const download_journal& journal, std::uint64_t generation, bool syncs)
    {
        if (syncs)
        {
            m_file->sync();
        }
        const std::string text = journal.to_text();
        const std::string new_name = new_journal_name_of(m_name);
        const std::lock_guard lock(m_mutex);
        if (generation != m_generation)
        {
            return;
        }
        m_directory->remove(new_name);
        disk_file file = m_directory->create(new_name);
        file.write_at(0, text.data(), text.size());
        if (syncs)
        {
            file.sync();
        }
        file.close();
        m_directory->rename(new_name, journal_name_of(m_name));
        m_has_journal = true;
        if (syncs)
        {
            m_directory->sync();
        }
    }

    // Returns when all bytes are on the disk.
    void sync()
    {
        m_file->sync();
    }

    // Gives the file its name, replacing what had it; the directory is the caller's to sync. No other member may be
    // used afterwards.
    void take_name()
    {
        m_directory->rename(part_name_of(m_name), m_name);
        try
        {
            m_file->close();
        }
        catch (...)
        {
            m_directory->remove(m_name);
            throw;
        }
        const std::lock_guard lock(m_mutex);
        if (m_has_journal)
        {
            m_directory->remove(journal_name_of(m_name));
            m_directory->remove(new_journal_name_of(m_name));
        }
    }

    // Removes the file and its journal. No other member may be used afterwards.
    void discard()
    {
        remove_unfinished(*m_directory, m_name);
    }

private:
    // Nothing when the name is taken.
    static std::optional<disk_file> try_create(const disk_directory& directory, const std::string& name)
    {
        try
        {
            return directory.create(name);
        }
        catch (const std::system_error& error)
        {
            if (error.code() == std::errc::file_exists)
            {
                return std::nullopt;
            }
            throw;
        }
    }

    const std::shared_ptr<const disk_directory> m_directory;
    const std::string m_name;
    const std::shared_ptr<disk_file> m_file;
    std::optional<download_journal> m_journal;
    std::uint64_t m_bytes = 0;

    std::mutex m_mutex; // the journal on the disk
    std::atomic<std::uint64_t> m_generation{0};
    bool m_has_journal = false;
};

} // namespace wua::detail
