// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/disk/part_file.hpp>.

#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/disk/part_file.hpp>

#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

namespace wua::detail
{

WUA_COLD std::optional<download_journal> read_journal(const disk_directory& directory, const std::string& file_name)
{
    const std::optional<disk_file> file = directory.try_open(journal_name_of(file_name), false);
    constexpr std::uint64_t max_journal_bytes = 16U << 20U;
    if (!file || !file->is_ours() || file->size() > max_journal_bytes)
    {
        return std::nullopt;
    }
    std::string text(static_cast<std::size_t>(file->size()), '\0');
    text.resize(file->read_at(0, text.data(), text.size()));
    return download_journal::from_text(text);
}

WUA_COLD void remove_unfinished(const disk_directory& directory, const std::string& file_name)
{
    // In this order, so that a journal never speaks of another file's bytes.
    directory.remove(journal_name_of(file_name));
    directory.remove(new_journal_name_of(file_name));
    directory.remove(part_name_of(file_name));
}

WUA_COLD void remove_stale_journal(const disk_directory& directory, const std::string& file_name)
{
    if (!directory.size_of(part_name_of(file_name)))
    {
        directory.remove(journal_name_of(file_name));
        directory.remove(new_journal_name_of(file_name));
    }
}

WUA_COLD std::shared_ptr<part_file> part_file::try_open(std::shared_ptr<const disk_directory> directory,
                                                        std::string name, bool starts_over, bool has_digest)
{
    const std::string part_name = part_name_of(name);
    std::optional<disk_file> created = try_create(*directory, part_name); // usually there is nothing to continue
    const bool is_new = created.has_value();
    std::optional<disk_file> file = is_new ? std::move(created) : directory->try_open(part_name, true);
    if (file && !is_new && !file->is_ours())
    {
        remove_unfinished(*directory, name); // be it locked or not
        return try_open(std::move(directory), std::move(name), starts_over, has_digest);
    }
    if (!file || !directory->try_lock(*file) || !directory->is_still_named(*file))
    {
        return nullptr;
    }
    if (!is_new)
    {
        file->make_private();
    }
    std::optional<download_journal> journal = is_new || starts_over ? std::nullopt : read_journal(*directory, name);
    const std::uint64_t size = is_new ? 0 : file->size();
    const std::uint64_t bytes = journal ? journal->bytes : has_digest && !starts_over ? size : 0;
    const std::uint64_t used = journal ? journal->file_size() : bytes;
    if (is_new)
    {
        directory->remove(journal_name_of(name)); // which a crash may have left beside a complete file
    }
    else if (used == 0 || used > size)
    {
        remove_unfinished(*directory, name);
        return try_open(std::move(directory), std::move(name), starts_over, has_digest);
    }
    else
    {
        directory->remove(new_journal_name_of(name)); // of a process that was killed while it wrote it
        if (used < size)
        {
            file->truncate(used);
        }
    }
    return std::make_shared<part_file>(std::move(directory), std::move(name),
                                       std::make_shared<disk_file>(std::move(*file)), bytes, std::move(journal));
}

WUA_COLD
part_file::part_file(std::shared_ptr<const disk_directory> directory, std::string name, std::shared_ptr<disk_file> file,
                     std::uint64_t bytes, std::optional<download_journal>&& journal)
    : m_directory(std::move(directory)),
      m_name(std::move(name)),
      m_file(std::move(file)),
      m_journal(std::move(journal)),
      m_bytes(bytes),
      m_saved_size(m_journal ? std::optional(m_journal->file_size()) : std::nullopt)
{}

WUA_COLD part_file::part_file(std::uint64_t bytes) : m_bytes(bytes) {}

WUA_INLINE part_file::~part_file() = default;

WUA_INLINE bool part_file::is_full() const noexcept
{
    return false; // the disk is waited for
}

WUA_COLD void part_file::expect(std::optional<std::uint64_t>) {}

WUA_INLINE void part_file::append(const char* bytes, std::size_t size)
{
    require_synced();
    m_file->write_at(m_bytes, bytes, size);
    m_bytes += size;
}

WUA_INLINE void part_file::write_piece(std::uint64_t place, const char* bytes, std::size_t size)
{
    require_synced();
    m_file->write_at(place, bytes, size);
}

WUA_COLD bool part_file::has_journal() const
{
    const std::lock_guard lock(m_mutex);
    return m_saved_size.has_value();
}

WUA_COLD bool part_file::try_allocate(std::uint64_t bytes)
{
    if (bytes > m_allocated && m_file->try_allocate(bytes))
    {
        m_allocated = bytes;
    }
    return m_allocated >= bytes;
}

WUA_COLD void part_file::release_room() noexcept
{
    try
    {
        if (std::exchange(m_allocated, 0) > m_bytes)
        {
            m_file->truncate(m_file->size());
        }
    }
    catch (const std::exception&)
    {
        return; // it goes with the file
    }
}

WUA_COLD void part_file::cut(std::uint64_t bytes)
{
    const std::lock_guard lock(m_mutex);
    ++m_generation;
    m_journal.reset();
    m_file->truncate(bytes); // before the journal goes, without which all that the file has would count
    remove_journal();
    m_bytes = bytes;
    m_allocated = 0;
}

WUA_COLD void part_file::recount(std::uint64_t bytes, std::uint64_t file_size)
{
    const std::lock_guard lock(m_mutex);
    ++m_generation;
    m_journal.reset();
    m_file->truncate(file_size);
    m_bytes = bytes;
    m_allocated = 0;
}

WUA_COLD void part_file::save(const download_journal& journal, std::uint64_t generation, bool syncs)
{
    if (syncs)
    {
        sync();
    }
    const std::string text = journal.to_text();
    const std::string new_name = new_journal_name_of(m_name);
    if (generation != m_generation)
    {
        return;
    }
    try
    {
        m_directory->remove(new_name);
        disk_file file = m_directory->create(new_name);
        file.write_at(0, text.data(), text.size());
        if (syncs)
        {
            file.sync();
        }
        file.close();
        const std::lock_guard lock(m_mutex);
        if (generation != m_generation)
        {
            m_directory->remove(new_name);
            return;
        }
        if (!m_directory->is_still_named(*m_file) || m_file->size() < journal.file_size())
        {
            throw_changed();
        }
        m_directory->rename(new_name, journal_name_of(m_name));
        m_saved_size = journal.file_size();
    }
    catch (const std::system_error&)
    {
        m_directory->remove(new_name);
        throw;
    }
    if (syncs)
    {
        m_directory->sync();
    }
}

WUA_COLD void part_file::sync()
{
    require_synced();
    try
    {
        m_file->sync();
    }
    catch (const std::system_error& error)
    {
        m_sync_error = error.code().value();
        throw;
    }
}

WUA_COLD void part_file::take_name()
{
    require_synced();
    if (m_directory->size_if_named(*m_file, m_file->name()) != m_bytes)
    {
        throw_changed();
    }
    m_directory->make_public(*m_file, m_mode);
    m_directory->rename(part_name_of(m_name), m_name);
    try
    {
        if (m_directory->size_if_named(*m_file, m_name) != m_bytes)
        {
            throw_changed(); // just before it was renamed
        }
        m_file->close();
    }
    catch (...)
    {
        m_directory->remove(m_name);
        throw;
    }
    const std::lock_guard lock(m_mutex);
    remove_journal();
}

WUA_COLD void part_file::keep_saved()
{
    const std::lock_guard lock(m_mutex);
    if (!m_saved_size || !m_directory->is_still_named(*m_file))
    {
        discard();
        return;
    }
    m_directory->remove(new_journal_name_of(m_name));
    if (m_file->size() > *m_saved_size)
    {
        m_file->truncate(*m_saved_size);
    }
}

WUA_COLD void part_file::discard()
{
    if (m_directory->is_still_named(*m_file))
    {
        remove_unfinished(*m_directory, m_name);
    }
}

WUA_COLD void part_file::throw_changed() const
{
    throw_errno(EIO, "somebody else has changed", m_file->name());
}

WUA_INLINE void part_file::require_synced() const
{
    if (const int error = m_sync_error)
    {
        throw_errno(error, "cannot sync", m_file->name());
    }
}

WUA_COLD void part_file::remove_journal()
{
    if (m_saved_size)
    {
        m_directory->remove(journal_name_of(m_name));
        m_directory->remove(new_journal_name_of(m_name));
        m_saved_size.reset();
    }
}

WUA_COLD std::optional<disk_file> part_file::try_create(const disk_directory& directory, const std::string& name)
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

} // namespace wua::detail
