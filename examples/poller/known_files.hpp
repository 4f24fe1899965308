// SPDX-License-Identifier: MIT
#pragma once

// Remembers the files of earlier runs, so that only files that have changed since are fetched.

#include "replaced_file.hpp"
#include "usage_error.hpp"
#include <wua/engine/disk/text_file.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/job/job.hpp>
#include <wua/model/file_details.hpp>
#include <wua/model/file_result.hpp>
#include <wua/model/update_item.hpp>
#include <wua/text/text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace poller
{

// Where an engine stores a file.
using path_source = std::function<std::filesystem::path(const wua::content_file&)>;

// The path in the form that file_result has.
inline std::string path_of(const path_source& stored, const wua::content_file& file)
{
    return wua::detail::path_text(stored(file));
}

// A JSON file of the form {"PATH":{"url","etag","last_modified"},...}. The URL is stored as it may be shown.
class known_files
{
public:
    // If the file does not exist nothing is known yet. Throws usage_error if it has another format.
    explicit known_files(std::filesystem::path path) : m_path(std::move(path))
    {
        std::error_code error;
        if (m_path.empty() || !std::filesystem::exists(m_path, error))
        {
            return;
        }
        std::ifstream file(m_path, std::ios::binary);
        m_known = nlohmann::json::parse(file, nullptr, false);
        bool is_whole = m_known.is_object();
        for (const auto& [name, each] : m_known.items())
        {
            is_whole = is_whole && each.is_object();
            for (const char* const member : {"url", "etag", "last_modified"})
            {
                is_whole = is_whole && each.contains(member) && each[member].is_string();
            }
        }
        if (!is_whole)
        {
            throw usage_error(
                fmt::format("--etags: the file '{}' was not written by the poller", wua::detail::path_text(m_path)));
        }
    }

    // Returns the update with what is known of its files. A date does not count if part of the URL is unknown.
    wua::update_pointer add_to(const wua::update_pointer& update, const path_source& stored) const
    {
        wua::update_item item = *update;
        for (wua::content_file& file : item.files)
        {
            const auto found = m_known.find(wua::printable(path_of(stored, file)));
            const std::string url = file.urls.empty() ? std::string() : wua::printable_url(file.urls.front());
            if (file.details || found == m_known.end() || (*found)["url"].get<std::string>() != url)
            {
                continue;
            }
            wua::file_details details;
            details.known.etag = (*found)["etag"].get<std::string>();
            if (url.find('?') == std::string::npos)
            {
                details.known.last_modified = (*found)["last_modified"].get<std::string>();
            }
            file.details = std::make_shared<const wua::file_details>(std::move(details));
        }
        return std::make_shared<const wua::update_item>(std::move(item));
    }

    // Saves what the job has learnt. Returns false if the file cannot be written.
    bool try_save(const wua::job& job)
    {
        for (std::size_t i = 0; i != job.updates().size(); ++i)
        {
            for (const wua::file_result& each : job.files(i))
            {
                const wua::content_file& file = job.updates()[i]->files[each.file];
                if (!each.validators.is_empty() && !file.urls.empty())
                {
                    m_known[wua::printable(each.path)] = {
                        {"url", wua::printable_url(file.urls.front())},
                        {"etag", each.validators.etag},
                        {"last_modified", each.validators.last_modified}};
                }
            }
        }
        return try_replace_file(m_path, m_known.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
    }

private:
    std::filesystem::path m_path;
    nlohmann::json m_known = nlohmann::json::object();
};

} // namespace poller
