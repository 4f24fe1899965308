// SPDX-License-Identifier: MIT
#pragma once

// What is known of the files of earlier runs, so that only those are fetched that have changed since.

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

// As file_result has it.
inline std::string path_of(const path_source& stored, const wua::content_file& file)
{
    return wua::detail::path_text(stored(file));
}

// A file of JSON: {"PATH":{"url","etag","last_modified"},...}, where the URL is as it may be shown.
class known_files
{
public:
    // A file that is not there knows nothing. Throws usage_error for one that is something else.
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

    // The update with what is known of its files. A date is worth nothing where a part of the URL is not known.
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

    // Keeps what the job has learnt. False when it cannot be written.
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
