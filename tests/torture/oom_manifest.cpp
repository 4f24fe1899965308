// SPDX-License-Identifier: MIT
// Signed and unsigned manifests. OpenSSL has an allocator of its own, which does not fail here.

#include "engine/scratch_directory.hpp"
#include "torture/oom_point.hpp"
#include <wua/manifest/read_manifest.hpp>
#include <wua/manifest/reading/version_file.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace
{

using oom::point;

constexpr const char* text = R"({"name": "app", "version": 7, "expires": "9999-12-31T23:59:59Z", "updates": [
{"title": "A title that is too long for the place inside a string", "urls": ["https://host/one", "https://host/two"],
"size": 10, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
{"url": "https://host/a-name-that-is-too-long-for-the-place-inside-a-string", "max_size": 3}]})";

// The signature of the text, by minisign -S.
constexpr const char* signature =
    "untrusted comment: signature from minisign secret key\n"
    "RURc3GQCwPAU5VeTWGZsOpt9XxF1oKTD/E1GOlTOqSGflsFvWCkKDSg85IdkS1SnrwoyGwNRBMfjAbSRxaOVIGKSKjDV/E6J1gY=\n"
    "trusted comment: a comment that is too long for the place inside a string\n"
    "ScPSbc0ov3X0Qn2+SvRjq2aBXBDp5GFzBYHIydC8KHnDjEB9DvDjiuMCsLsajwLypioWESHPzfi1cuAl3u3FAw==\n";

constexpr const char* key_line = "RWRc3GQCwPAU5Ysgv9FMQpZbhE36dBbb9qAFqL8k4V5cao/kjqYd1Wiu";

wua::manifest_trust trust_of(std::filesystem::path state_file = {})
{
    return {.keys = {wua::minisign_key::from_text(key_line)}, .name = "app", .state_file = std::move(state_file)};
}

void write(const std::filesystem::path& path, const std::string& content)
{
    std::ofstream(path, std::ios::binary) << content;
}

std::optional<std::uint64_t> version_seen(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const auto seen = wua::detail::versions_from_text(content);
    return seen ? std::optional(seen->at("app")) : std::nullopt;
}

void parsed(point& at)
{
    std::vector<wua::minisign_key> keys;
    at([&] { keys.push_back(wua::minisign_key::from_text(key_line)); });
    wua::manifest read;
    if (at([&] { read = wua::parse_manifest(text); }))
    {
        at.expect(read.updates.size() == 2 && read.version == 7U, "a part of a manifest was left out");
    }
    const wua::manifest_trust trust = trust_of();
    if (at([&] { read = wua::parse_signed_manifest(text, signature, trust); }))
    {
        at.expect(read.signed_by == "E514F0C00264DC5C", "a signature was not verified");
    }
}

void read_from_disk(point& at)
{
    const scratch_directory scratch;
    const std::filesystem::path path = scratch.path() / "manifest.json";
    const std::filesystem::path state_file = scratch.path() / "versions-seen-of-manifests";
    write(path, text);
    write(scratch.path() / "manifest.json.minisig", signature);
    wua::detail::see_version(state_file, "app", 5, {});
    const wua::manifest_trust trust = trust_of(state_file);
    wua::manifest read;
    const bool is_read = at([&] { read = wua::read_signed_manifest(path, {}, trust); });
    const auto seen = version_seen(state_file);
    at.expect(seen == 7U || (!is_read && seen == 5U), "the file of the versions seen is not whole");
    const bool is_read_again = at([&] { read = wua::read_signed_manifest(path, {}, trust); });
    at.expect(!is_read_again || version_seen(state_file) == 7U, "a version was seen and not kept");
}

constexpr std::array operations{
    oom::operation{"manifests", parsed},
    oom::operation{"manifests in files", read_from_disk},
};

} // namespace

std::span<const oom::operation> oom::manifest_operations()
{
    return operations;
}
