// SPDX-License-Identifier: MIT
// Download what a signed list contains: nothing in it is trusted before its signature is verified.

#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/manifest/read_manifest.hpp>

#include <cstdio>
#include <string>

namespace
{

// minisign -G -p app.pub; minisign -S -m app.json -t 'version 12'
const char minisign_key[] = "RWSTJ/5ha1u2rim7UU8pguGIP23UBykuP8K1RVkUjqnw/qvBcsvIt+v1";
const char minisign_text[] = R"(untrusted comment: signature from minisign secret key
RUSTJ/5ha1u2rpFS2ytcej7shRh3JpvjoX+p4kknkwud5KSFjkYCY8/vy9qLuRT7dyiFqyB84ID2VLUHbbwveEhuIuTASs7h0A4=
trusted comment: version 12
dl551rMeQY9K60lo+at5MjW5a12YtzH/QvWUHJkEbHbdgGkkFX/kTizLUCazf/Ll+nL8EBAphSqJWBOqfAvcBQ==
)";
const std::string manifest_text = R"({
    "name": "example-app",
    "version": 12,
    "expires": "2099-12-31T00:00:00Z",
    "updates": [{"title": "Runtime", "url": "https://host/runtime.bin", "size": 8000000}]
}
)";

void download_listed(const std::string& text)
{
    const wua::manifest_trust trust{.keys = {wua::minisign_key::from_text(minisign_key)}, .name = "example-app"};
    try
    {
        const wua::manifest read = wua::parse_signed_manifest(text, minisign_text, trust);
        wua::job job = wua::start(wua::simulated_engine(), read.updates); // use curl_engine for real files
        std::printf("%s, signed by %s: %s\n", read.trusted_comment.c_str(), read.signed_by.c_str(),
                    job.wait().is_success() ? "downloaded" : "failed");
    }
    catch (const wua::hresult_error& error)
    {
        std::printf("refused: %s\n", error.what());
    }
}

} // namespace

int main()
{
    download_listed(manifest_text);
    std::string changed = manifest_text;
    changed.replace(changed.find("host"), 4, "evil");
    download_listed(changed);
}
