// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/manifest/read_manifest.hpp>.

#include <wua/manifest/read_manifest.hpp>
#include <wua/manifest/reading/json_value.hpp>
#include <wua/manifest/reading/local_text.hpp>
#include <wua/manifest/reading/manifest_members.hpp>
#include <wua/manifest/reading/manifest_value.hpp>
#include <wua/manifest/reading/minisign_signature.hpp>
#include <wua/manifest/reading/utc_time.hpp>
#include <wua/manifest/reading/version_file.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>

namespace wua
{

namespace detail
{

// The names that messages use for a manifest and for its signature.
struct manifest_words
{
    std::string manifest = "the manifest";
    std::string signature = "the signature";
};

WUA_COLD void require_size(std::string_view json, const manifest_options& options, const std::string& subject)
{
    if (json.size() > options.max_bytes)
    {
        throw hresult_error(e_manifest_invalid, subject + " is too large: it has more than " +
                                                    std::to_string(options.max_bytes) + " bytes");
    }
}

WUA_COLD manifest parse_manifest_of(std::string_view json, const manifest_options& options, const std::string& subject)
{
    const json_value value = parse_json(json, subject);
    manifest_root root{options};
    if (std::holds_alternative<json_value::list>(value.is))
    {
        take_updates(manifest_value(value, subject, "updates"), root);
    }
    else
    {
        read_members(value, subject, root_members, root);
    }
    if (root.made.updates.empty())
    {
        throw hresult_error(e_manifest_invalid, subject + " lacks 'updates', a list of at least one update");
    }
    if (root.made.expires)
    {
        const auto now = std::chrono::floor<std::chrono::seconds>(
            options.clock ? options.clock() : std::chrono::system_clock::now());
        if (now >= *root.made.expires)
        {
            throw hresult_error(e_manifest_expired,
                                subject + " expired at " + utc_text(*root.made.expires) + "; it is " + utc_text(now));
        }
    }
    return std::move(root.made);
}

WUA_COLD manifest parse_signed_manifest_of(std::string_view json, std::string_view signature,
                                           const manifest_trust& trust, const manifest_options& options,
                                           const manifest_words& words)
{
    const minisign_signature read = minisign_signature::from_text(signature, words.signature);
    const std::string signed_by = read.verify(json, trust.keys, words.manifest).id();

    manifest made = parse_manifest_of(json, options, words.manifest);
    const char* const missing =
        made.name.empty() ? "name"
        : !made.version   ? "version"
        : !made.expires   ? "expires"
                          : nullptr;
    if (missing != nullptr)
    {
        throw hresult_error(
            e_manifest_invalid, words.manifest + " lacks '" + missing + "', which a signed manifest must have");
    }
    if (!trust.name.empty() && made.name != trust.name)
    {
        throw hresult_error(e_manifest_not_trusted, words.manifest + " is that of " + quoted_text(made.name) +
                                                        ", not of " + quoted_text(trust.name));
    }
    if (!trust.state_file.empty())
    {
        see_version(trust.state_file, made.name, *made.version, trust.hook);
    }
    made.signed_by = signed_by;
    made.trusted_comment = read.trusted_comment();
    return made;
}

WUA_COLD void require_keys(const manifest_trust& trust)
{
    if (trust.keys.empty())
    {
        throw hresult_error(e_invalidarg, "a signed manifest needs at least one key that is trusted");
    }
}

} // namespace detail

WUA_COLD manifest parse_manifest(std::string_view json, const manifest_options& options)
{
    const detail::manifest_words words;
    detail::require_size(json, options, words.manifest);
    return detail::parse_manifest_of(json, options, words.manifest);
}

WUA_COLD manifest parse_signed_manifest(std::string_view json, std::string_view signature, const manifest_trust& trust,
                                        const manifest_options& options)
{
    const detail::manifest_words words;
    detail::require_keys(trust);
    detail::require_size(json, options, words.manifest);
    return detail::parse_signed_manifest_of(json, signature, trust, options, words);
}

WUA_COLD manifest read_manifest(const std::filesystem::path& path, const manifest_options& options)
{
    const std::string subject = "the manifest " + detail::quoted_path(path);
    return detail::parse_manifest_of(detail::read_local_text(path, subject, options.max_bytes), options, subject);
}

WUA_COLD manifest read_signed_manifest(const std::filesystem::path& path, const std::filesystem::path& signature,
                                       const manifest_trust& trust, const manifest_options& options)
{
    constexpr std::size_t max_signature_bytes = std::size_t{16} << 10U;
    std::filesystem::path beside = signature;
    if (beside.empty())
    {
        beside = path;
        beside += ".minisig";
    }
    detail::require_keys(trust);
    const detail::manifest_words words{
        "the manifest " + detail::quoted_path(path), "the signature " + detail::quoted_path(beside)};
    const std::string signature_text = detail::read_local_text(beside, words.signature, max_signature_bytes);
    const std::string json = detail::read_local_text(path, words.manifest, options.max_bytes);
    return detail::parse_signed_manifest_of(json, signature_text, trust, options, words);
}

} // namespace wua
