// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/update_rules.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/curl/refused_option.hpp>
#include <wua/engine/curl/update_rules.hpp>
#include <wua/engine/curl/url_rules.hpp>
#include <wua/engine/disk/disk_errors.hpp>
#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/disk/file_name_registry.hpp>
#include <wua/engine/printable_url.hpp>
#include <wua/engine/transfer/content_condition.hpp>
#include <wua/engine/transfer/joined_text.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua::detail
{

inline fetch_failure refusal(HRESULT hresult, std::string detail)
{
    return {outcome::failed(hresult, {}, std::move(detail)), remedy::give_up};
}

// What is wrong with the digests that the file names, if anything is.
inline std::optional<fetch_failure> refusal_of_digests(const content_file& file)
{
    const std::vector<content_digest> digests = file.digests();
    for (std::size_t i = 0; i != digests.size(); ++i)
    {
        const std::string_view name = content_digest::name(digests[i].algorithm);
        const std::size_t length = content_digest::length(digests[i].algorithm);
        if (length == 0)
        {
            return refusal(wu_e_dm_unknownalgorithm, "the digest's algorithm is unknown");
        }
        if (digests[i].bytes.size() != length)
        {
            return refusal(
                wu_e_dm_unknownalgorithm,
                joined({"a ", name, " digest has ", length, " bytes, and the file's has ", digests[i].bytes.size()}));
        }
        if (!digest_hasher::is_available(digests[i].algorithm))
        {
            return refusal(wu_e_dm_unknownalgorithm, joined({"this OpenSSL cannot compute ", name, " digests"}));
        }
        if (i != 0 && digests[i].algorithm == digests[i - 1].algorithm)
        {
            return refusal(e_invalidarg, joined({"the file names two ", name, " digests that differ"}));
        }
    }
    return std::nullopt;
}

// An absolute path does not: it states where it leads. On Windows "\\a" and "C:a" are neither absolute nor relative to
// the directory.
inline bool leaves_directory(const std::string& text)
{
    const std::filesystem::path path(std::u8string(text.begin(), text.end()));
    if (path.is_absolute())
    {
        return false;
    }
    return path.has_root_path() || std::any_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
}

inline fetch_failure refusal_of_path(std::string_view what, const std::string& path)
{
    return refusal(error_invalid_name,
                   joined({what, " leads out of the engine's directory without being absolute: ", shown_option(path)}));
}

inline std::optional<fetch_failure> refusal_of_torrent(const content_file& file)
{
    if (file.details && file.details->swarm && file.details->swarm->torrent.empty() &&
        file.details->swarm->source.find("://") == std::string::npos && leaves_directory(file.details->swarm->source))
    {
        return refusal_of_path("the path of a torrent", file.details->swarm->source);
    }
    return std::nullopt;
}

inline std::optional<fetch_failure> refusal_of_seed(const curl_options& options, const content_file& file)
{
    if (!file.seed)
    {
        return std::nullopt;
    }
    if (!file.has_digest())
    {
        return refusal(e_invalidarg, joined({"a seed needs a digest of the file: ", printable_url(file.urls.front())}));
    }
    if (file.details && file.details->sink)
    {
        return refusal(
            e_invalidarg,
            joined({"a seed cannot be used if the content goes to a sink: ", printable_url(file.urls.front())}));
    }
    if (file.seed->file.find('\0') != std::string::npos)
    {
        return refusal(error_invalid_name, "the path of a seed contains a zero character");
    }
    if (leaves_directory(file.seed->file))
    {
        return refusal_of_path("the path of a seed", file.seed->file);
    }
    std::optional<fetch_failure> failure = refusal_of(file.seed->control_url, options);
    if (failure)
    {
        failure->remedy = remedy::give_up;
        failure->result.detail = joined({"the zsync control file: ", failure->result.detail});
    }
    return failure;
}

inline std::optional<fetch_failure> refusal_of_file(const curl_options& options, const content_file& file)
{
    if (file.urls.empty())
    {
        return refusal(wu_e_dm_urlnotavailable, "the update names no URL");
    }
    if (std::optional<fetch_failure> failure = refusal_of_digests(file))
    {
        return failure;
    }
    if (std::string sentence = objection_to(options.policy, file); !sentence.empty())
    {
        return refusal(wu_e_call_cancelled_by_policy, joined({sentence, ": ", printable_url(file.urls.front())}));
    }
    const bool has_sink = file.details && file.details->sink;
    if (has_sink && options.policy.check)
    {
        return refusal(
            wu_e_call_cancelled_by_policy,
            joined({"the policy's check cannot see what goes to a sink: ", printable_url(file.urls.front())}));
    }
    const std::string name = stored_name(file);
    if (!has_sink && !is_safe_path(name))
    {
        return refusal(error_invalid_name, joined({"this is not a safe file name: ", name}));
    }
    constexpr unsigned permissions = 0777;
    if (file.mode > permissions)
    {
        return refusal(e_invalidarg, joined({"the mode has more than permissions: ", name}));
    }
    if (std::optional<fetch_failure> failure = refusal_of_seed(options, file))
    {
        return failure;
    }
    if (std::optional<fetch_failure> failure = refusal_of_torrent(file))
    {
        return failure;
    }
    std::optional<fetch_failure> failure;
    for (const std::string& url : file.urls)
    {
        std::optional<fetch_failure> its = refusal_of(url, options);
        if (!its)
        {
            return std::nullopt;
        }
        if (!failure)
        {
            failure = std::move(its);
        }
    }
    return failure;
}

WUA_COLD void check_details(const update_item& update)
{
    for (std::size_t i = 0; i != update.files.size(); ++i)
    {
        if (const std::string objection = objection_to_details(update.files[i]); !objection.empty())
        {
            throw hresult_error(e_invalidarg, joined({"file ", i, " of '", update.title, "': ", objection}));
        }
    }
}

WUA_COLD std::optional<fetch_failure> refusal_of(const curl_update& update)
{
    std::uint64_t bytes = 0;
    for (const content_file& file : update.item->files)
    {
        if (std::optional<fetch_failure> failure = refusal_of_file(update.core.options, file))
        {
            return failure;
        }
        const std::uint64_t room = std::numeric_limits<std::uint64_t>::max() - bytes;
        bytes += std::min(file.size.value_or(0), room);
    }
    return update.is_too_large(bytes) ? std::optional(update.too_large(bytes)) : std::nullopt;
}

} // namespace wua::detail
