// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/download_content.hpp>.

#include <wua/objects/collection.hpp>
#include <wua/objects/download_content.hpp>

#include <vector>

namespace wua
{

WUA_INLINE HRESULT WUA_STDCALL download_content::get_DownloadUrl(BSTR* retval) noexcept
{
    return answer(retval, [&] { return m_file->urls.empty() ? bstr("") : bstr(m_file->urls.front()); });
}

WUA_INLINE HRESULT WUA_STDCALL download_content::get_IsDeltaCompressedContent(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_file->is_delta; });
}

WUA_INLINE com_ptr<IUpdateDownloadContentCollection> make_download_contents(const update_pointer& item)
{
    std::vector<variant> contents;
    contents.reserve(item->files.size());
    for (const content_file& file : item->files)
    {
        contents.emplace_back(
            com_ptr<IUpdateDownloadContent>(make<download_content>(std::shared_ptr<const content_file>(item, &file))));
    }
    return make<detail::fixed_collection<IUpdateDownloadContentCollection, IUpdateDownloadContent*>>(
        std::move(contents));
}

} // namespace wua
