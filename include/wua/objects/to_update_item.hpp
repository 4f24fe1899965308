// SPDX-License-Identifier: MIT
#pragma once

// The item behind any update: one of this library's, or one that somebody else implements.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/decimal.hpp>
#include <wua/model/update_item.hpp>
#include <wua/objects/module_tag.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_source.hpp>
#include <wua/wuapi/download_content.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/update.hpp>

namespace wua
{

namespace detail
{

// A bundle of bundles deeper than this is taken for one that contains itself.
inline constexpr int max_bundle_depth = 8;

// True when the member succeeded; when memory ran out, that is not a failing member.
inline bool tolerate(HRESULT code)
{
    if (code == e_outofmemory)
    {
        throw hresult_error(code);
    }
    return succeeded(code);
}

// The files of a foreign update and of those it bundles.
inline void append_files(std::vector<content_file>& files, IUpdate& foreign, int depth = 0)
{
    com_ptr<IUpdateDownloadContentCollection> contents;
    if (tolerate(foreign.get_DownloadContents(contents.put())) && contents != nullptr)
    {
        for (const auto& content : items_of<com_ptr<IUpdateDownloadContent>>(*contents))
        {
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
        }
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

inline update_item read_foreign(IUpdate& foreign)
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
    return item;
}

} // namespace detail

/// The item behind an update: the very one for an update of this library, else one that is read from the update's
/// members now. A member that fails leaves its part out, with one exception: an update that names its files must name
/// all of them, those of the updates it bundles included. If one of these cannot be read, its code is thrown as
/// hresult_error
/// (`wu_e_invalid_update` for a file without URL); an update that names no files at all has an item without files.
inline update_pointer to_update_item(IUpdate& any)
{
    const com_ptr<IUpdate> held(&any);
    if (const com_ptr<IUpdateSource> ours = held.try_query<IUpdateSource>())
    {
        if (const update_pointer* item = ours->Item(&detail::module_tag))
        {
            return *item;
        }
    }
    return std::make_shared<const update_item>(detail::read_foreign(any));
}

/// Makes IsDownloaded true for an update of this library; does nothing to any other.
inline void mark_downloaded(IUpdate& any) noexcept
{
    const com_ptr<IUpdate> held(&any);
    if (const com_ptr<IUpdateSource> ours = held.try_query<IUpdateSource>())
    {
        ours->MarkDownloaded();
    }
}

} // namespace wua
