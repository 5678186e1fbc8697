// Addresses of WeChat lead to the sandbox; what is not on this machine leads nowhere.

const WECHAT_HOSTS = /^((mp|open|qyapi)\.weixin\.qq\.com|api\.mch\.weixin\.qq\.com|wx\.tenpay\.com|payapp\.weixin\.qq\.com)$/;
const HERE = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/**
 * Return where a page is found on this machine, null for what is elsewhere.
 * @param who says to the sandbox's own pages who opens them: { sandbox_person } or { sandbox_member }.
 */
export function localAddress(address, who) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (WECHAT_HOSTS.test(url.hostname)) url = new URL(`/${url.hostname}${url.pathname}${url.search}${url.hash}`, location.origin);
  if (!HERE.test(url.hostname) || !/^https?:$/.test(url.protocol)) return null;
  if (url.origin === location.origin) for (const [name, value] of Object.entries(who)) url.searchParams.set(name, value);
  return url.href;
}

/** Tell the sandbox's own pages who is looking when the brand's page leads to them without saying it. */
export function remember(who) {
  for (const name of ["sandbox_person", "sandbox_member"]) {
    document.cookie = `${name}=${encodeURIComponent(who[name] ?? "")}; path=/; samesite=lax; max-age=${name in who ? 3600 : 0}`;
  }
}
