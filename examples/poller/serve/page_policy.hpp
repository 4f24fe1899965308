// SPDX-License-Identifier: MIT
#pragma once

// The page's Content-Security-Policy: it may run its own script and style, which are known by their digests, and send
// requests to this server, but nothing else.

#include <wua/engine/content/digest_hasher.hpp>

#include <openssl/evp.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace poller
{

// "sha256-..." for the content of the only element of that name.
inline std::string source_digest(std::string_view page, const std::string& element)
{
    const std::string opening = '<' + element + '>';
    const std::size_t begin = page.find(opening) + opening.size();
    const std::string_view text = page.substr(begin, page.find("</" + element + '>') - begin);
    wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
    hasher.update(text.data(), text.size());
    const wua::content_digest digest = hasher.finish();
    std::string coded(4 * ((digest.bytes.size() + 2) / 3) + 1, '\0');
    EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(coded.data()), digest.bytes.data(), static_cast<int>(digest.bytes.size()));
    coded.pop_back(); // the terminating zero
    return "'sha256-" + coded + '\'';
}

inline std::string page_policy(std::string_view page)
{
    return "default-src 'none'; script-src " + source_digest(page, "script") + "; style-src " +
           source_digest(page, "style") +
           "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
           "require-trusted-types-for 'script'; trusted-types 'none'";
}

} // namespace poller
