// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/reading/version_file.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/disk/text_file.hpp>
#include <wua/manifest/manifest_errors.hpp>
#include <wua/manifest/reading/local_text.hpp>
#include <wua/manifest/reading/version_file.hpp>

#include <chrono>
#include <cstddef>
#include <system_error>
#include <thread>
#include <utility>

namespace wua::detail
{

inline constexpr std::size_t max_version_file_bytes = 1U << 20U;

WUA_COLD std::string versions_to_text(const seen_versions& seen)
{
    std::string text = "wua-manifest-versions 1\n";
    for (const auto& [name, version] : seen)
    {
        text.append(std::to_string(version)).append(" ").append(name).append("\n");
    }
    std::uint64_t hash = 0xcbf29ce484222325U; // FNV-1a, against accidental damage only
    for (const char c : text)
    {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return text.append("sum ").append(std::to_string(hash)).append("\n");
}

WUA_COLD std::optional<seen_versions> versions_from_text(std::string_view text)
{
    seen_versions seen;
    for (const std::string_view line : lines_of(text))
    {
        const auto blank = line.find(' ');
        const auto version = parse_decimal(line.substr(0, blank));
        if (version && blank != std::string_view::npos)
        {
            seen.emplace(line.substr(blank + 1), *version);
        }
    }
    return versions_to_text(seen) == text ? std::optional(std::move(seen)) : std::nullopt;
}

// The file of versions seen. A new version is written to a draft beside it, which also serves as the lock.
class version_file
{
public:
    version_file(const std::filesystem::path& path, const disk_hook& hook)
        : m_subject("the file of the versions seen, " + quoted_path(path)),
          m_directory(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."), hook),
          m_name(path_text(path.filename())),
          m_draft_name(m_name + ".new")
    {}

    void see(const std::string& name, std::uint64_t version)
    {
        if (!needs(read(), name, version))
        {
            m_directory.sync(); // its writer may have been stopped before it did
            return;
        }
        disk_file draft = lock_draft();
        try
        {
            seen_versions seen = read();
            if (needs(seen, name, version))
            {
                seen[name] = version;
                write(draft, versions_to_text(seen));
                m_directory.rename(m_draft_name, m_name);
            }
            else
            {
                m_directory.remove(m_draft_name);
            }
        }
        catch (...)
        {
            remove_draft();
            throw;
        }
        m_directory.sync();
        draft.close();
    }

private:
    [[noreturn]] void refuse(std::string_view why) const
    {
        throw hresult_error(e_manifest_state_damaged, m_subject + ' ' + std::string(why));
    }

    seen_versions read() const
    {
        const std::optional<disk_file> file = m_directory.try_open(m_name, false);
        if (!file)
        {
            return {};
        }
        if (!file->is_ours())
        {
            refuse("belongs to another user, or has another name besides");
        }
        if (file->size() > max_version_file_bytes)
        {
            refuse("is damaged: it is too large");
        }
        std::string text(static_cast<std::size_t>(file->size()), '\0');
        text.resize(file->read_at(0, text.data(), text.size()));
        std::optional<seen_versions> seen = versions_from_text(text);
        if (!seen)
        {
            refuse("is damaged: its checksum or its form is not right. Removing it means trusting any version again");
        }
        return *std::move(seen);
    }

    // Whether the version is higher than the one seen. Throws if it is lower.
    static bool needs(const seen_versions& seen, const std::string& name, std::uint64_t version)
    {
        const auto found = seen.find(name);
        if (found != seen.end() && version < found->second)
        {
            throw hresult_error(
                e_manifest_rolled_back,
                "the manifest " + quoted_text(name) +
                    " was rolled back: it is of "
                    "version " +
                    std::to_string(version) + ", and version " + std::to_string(found->second) + " was seen before");
        }
        return found == seen.end() || version > found->second;
    }

    // Takes over the draft of a process that was stopped.
    disk_file lock_draft() const
    {
        constexpr std::chrono::seconds patience(10);
        constexpr std::chrono::milliseconds pause(2);
        const auto deadline = std::chrono::steady_clock::now() + patience;
        do
        {
            if (std::optional<disk_file> draft = try_open_draft();
                draft && m_directory.try_lock(*draft) && m_directory.is_still_named(*draft))
            {
                return *std::move(draft);
            }
            std::this_thread::sleep_for(pause);
        } while (std::chrono::steady_clock::now() < deadline);
        throw hresult_error(error_sharing_violation, m_subject + " is in use by another process");
    }

    // nullopt if another process was faster.
    std::optional<disk_file> try_open_draft() const
    {
        if (std::optional<disk_file> left = m_directory.try_open(m_draft_name, true))
        {
            if (left->is_ours())
            {
                return left;
            }
            m_directory.remove(m_draft_name);
        }
        try
        {
            return m_directory.create(m_draft_name);
        }
        catch (const std::system_error& error)
        {
            if (error.code() != std::errc::file_exists)
            {
                throw;
            }
            return std::nullopt;
        }
    }

    void write(disk_file& draft, const std::string& text) const
    {
        if (text.size() > max_version_file_bytes)
        {
            throw hresult_error(error_disk_full, m_subject + " has no room for another name");
        }
        draft.make_private();
        draft.truncate(0);
        draft.write_at(0, text.data(), text.size());
        draft.sync();
    }

    void remove_draft() const noexcept
    {
        try
        {
            m_directory.remove(m_draft_name);
        }
        catch (const std::exception&)
        {
            return; // the next writer takes it over
        }
    }

    const std::string m_subject;
    const disk_directory m_directory;
    const std::string m_name;
    const std::string m_draft_name;
};

WUA_COLD void see_version(const std::filesystem::path& path, const std::string& name, std::uint64_t version,
                          const disk_hook& hook)
{
    try
    {
        version_file(path, hook).see(name, version);
    }
    catch (const std::system_error& error)
    {
        throw hresult_error(
            failure_of_disk(error).result.hresult,
            "the file of the versions seen, " + quoted_path(path) + ", cannot be used: " + error.what());
    }
}

} // namespace wua::detail
