// SPDX-License-Identifier: MIT
// Manifests, keys, signatures and files of seen versions: any content is either read, or refused with a reason.

#include "fuzz.hpp"
#include <wua/manifest/read_manifest.hpp>
#include <wua/manifest/reading/base64.hpp>
#include <wua/manifest/reading/utc_time.hpp>
#include <wua/manifest/reading/version_file.hpp>

#include <string>
#include <vector>

namespace
{

// Calls f, and checks that it throws only what it may.
template <class F>
bool is_accepted(F f, std::string_view text)
{
    try
    {
        f();
        return true;
    }
    catch (const wua::hresult_error& error)
    {
        const wua::HRESULT code = error.code();
        fuzz::require(code == wua::e_invalidarg || code == wua::e_manifest_invalid || code == wua::e_manifest_expired ||
                          code == wua::e_manifest_not_signed || code == wua::e_manifest_not_trusted ||
                          code == wua::e_manifest_changed,
                      "a refusal has a code of its own", text);
        fuzz::require(!error.text().empty(), "a refusal says why", text);
        return false;
    }
}

} // namespace

FUZZ_TARGET(manifest)
{
    static const std::vector<wua::minisign_key> trusted{
        wua::minisign_key::from_text("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3")};
    const std::string_view text = fuzz::text_of(data, size);
    wua::manifest read;
    if (is_accepted([&] { read = wua::parse_manifest(text); }, text))
    {
        fuzz::require(!read.updates.empty() && read.signed_by.empty(), "a manifest lists something", text);
        for (const wua::update_pointer& update : read.updates)
        {
            fuzz::require(!update->title.empty() && update->files.size() == 1 && !update->files[0].urls.empty(),
                          "an update has a title and a URL", text);
        }
    }

    // Nobody here can sign with that key.
    const std::string second = "untrusted comment: \nRUQf6LRCGA9i5" + std::string(text.substr(0, size / 2)) + '\n';
    for (const std::string& signature : {std::string(text), second + std::string(text.substr(size / 2))})
    {
        fuzz::require(!is_accepted([&] { wua::parse_signed_manifest(text, signature, {.keys = trusted}); }, signature),
                      "what is not signed is refused", signature);
    }
    is_accepted([&] { wua::minisign_key::from_text(text); }, text);
    if (const auto seen = wua::detail::versions_from_text(text))
    {
        fuzz::require(wua::detail::versions_to_text(*seen) == text, "versions are read as they were written", text);
    }
    if (const auto bytes = wua::detail::decode_base64(text))
    {
        fuzz::require(bytes->size() <= size / 4 * 3 && bytes->size() + 2 >= size / 4 * 3, "base64 is 4 for 3", text);
    }
    if (const auto time = wua::detail::parse_utc_time(text))
    {
        fuzz::require(wua::detail::parse_utc_time(wua::detail::utc_text(*time)) == time || text.substr(0, 4) == "9999",
                      "a time is read as it is written", text);
    }
    return 0;
}
