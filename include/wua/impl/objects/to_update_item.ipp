// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/to_update_item.hpp>.

#include <wua/com/ascii.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/decimal.hpp>
#include <wua/model/request_details.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_source.hpp>
#include <wua/wuapi/download_content.hpp>
#include <wua/wuapi/extensions.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace wua
{

namespace detail
{

WUA_INLINE bool tolerate(HRESULT code)
{
    if (code == e_outofmemory)
    {
        throw hresult_error(code);
    }
    return succeeded(code);
}

WUA_INLINE void append_files(std::vector<content_file>& files, IUpdate& foreign, int depth)
{
    com_ptr<IUpdateDownloadContentCollection> contents;
    if (tolerate(foreign.get_DownloadContents(contents.put())) && contents != nullptr)
    {
        for_each_item<com_ptr<IUpdateDownloadContent>>(*contents, [&](const com_ptr<IUpdateDownloadContent>& content) {
            bstr url;
            throw_if_failed(content->get_DownloadUrl(url.put()));
            if (url.empty())
            {
                throw hresult_error(wu_e_invalid_update, "one of the update's files has no URL");
            }
            VARIANT_BOOL is_delta = variant_false;
            if (const auto more = content.try_query<IUpdateDownloadContent2>())
            {
                tolerate(more->get_IsDeltaCompressedContent(&is_delta));
            }
            files.push_back({{url.to_utf8()}, {}, std::nullopt, std::nullopt, is_delta != variant_false});
        });
    }
    com_ptr<IUpdateCollection> bundled;
    if (tolerate(foreign.get_BundledUpdates(bundled.put())) && bundled != nullptr)
    {
        for (const com_ptr<IUpdate>& part : updates_of(*bundled))
        {
            if (depth == max_bundle_depth)
            {
                throw hresult_error(wu_e_too_deep_relation);
            }
            append_files(files, *part, depth + 1);
        }
    }
}

WUA_INLINE std::shared_ptr<const request_details> read_requests(IUpdate& foreign)
{
    const auto asking = com_ptr<IUpdate>(&foreign).try_query<IUpdateRequest>();
    com_ptr<IStringCollection> lines;
    if (asking != nullptr)
    {
        throw_if_failed(asking->get_RequestHeaders(lines.put()));
    }
    if (lines == nullptr)
    {
        return nullptr;
    }
    request_details details;
    for (const std::string& line : strings_of(*lines))
    {
        const auto colon = line.find(':');
        if (colon == std::string::npos)
        {
            throw hresult_error(e_invalidarg, "a header of an update has no colon");
        }
        details.headers.push_back({line.substr(0, colon), std::string(trimmed(line.substr(colon + 1)))});
    }
    return std::make_shared<const request_details>(std::move(details));
}

WUA_INLINE update_item read_foreign(IUpdate& foreign)
{
    update_item item;
    bstr text;
    if (tolerate(foreign.get_Title(text.put())))
    {
        item.title = text.to_utf8();
    }
    com_ptr<IUpdateIdentity> identity;
    if (tolerate(foreign.get_Identity(identity.put())) && identity != nullptr)
    {
        if (tolerate(identity->get_UpdateID(text.put())))
        {
            item.identity.update_id = text.to_utf8();
        }
        LONG revision = 0;
        if (tolerate(identity->get_RevisionNumber(&revision)))
        {
            item.identity.revision_number = revision;
        }
    }
    DECIMAL size{};
    if (tolerate(foreign.get_MaxDownloadSize(&size)))
    {
        if (const std::optional<std::uint64_t> bytes = to_uint64(size); bytes && *bytes != 0)
        {
            item.max_size = bytes;
        }
    }
    append_files(item.files, foreign);
    item.requests = read_requests(foreign);
    return item;
}

} // namespace detail

WUA_INLINE update_pointer to_update_item(IUpdate& any)
{
    if (const update_pointer* const item = detail::own_item(com_ptr<IUpdate>(&any)))
    {
        return *item;
    }
    return std::make_shared<const update_item>(detail::read_foreign(any));
}

WUA_INLINE void settle_update(IUpdate& any, job_kind done, bool needs_restart) noexcept
{
    const com_ptr<IUpdate> held(&any);
    if (const com_ptr<IUpdateSource> ours = held.try_query<IUpdateSource>())
    {
        ours->Settle(done, needs_restart);
    }
}

} // namespace wua
