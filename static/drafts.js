/* A long form on a weak signal: <form data-giu-nhap="user">. The server keeps what is typed (the part [data-tu-luu] of the form);
   while it can't be reached the same is kept on this device and sent again by itself. Nothing here is needed to fill a form in. */
(() => {
  'use strict';
  const form = document.querySelector('form[data-giu-nhap]');
  const place = form?.querySelector('[data-tu-luu]');
  if (!place) return;
  const name = `nhap|${form.dataset.giuNhap}|${location.pathname}`, WEEK = 7 * 864e5;
  const OWN = ['csrfmiddlewaretoken', 'key', 'version', 'revision', 'lam'];

  /* a browser may have no room for us, or no wish: then there is only the server's draft */
  const read = () => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const write = value => { try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; } };
  const forget = () => { try { localStorage.removeItem(name); } catch { /* nothing to forget */ } };

  const typed = () => [...new FormData(form)].filter(([field, value]) => typeof value === 'string' && !OWN.includes(field));
  const same = entries => JSON.stringify(entries) === JSON.stringify(typed());
  const hour = at => new Date(at).toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' });
  const say = text => { place.textContent = text; };
  const keep = () => {
    const at = Date.now();
    if (write({ at, entries: typed() })) say(`Mất kết nối. Đã giữ trên máy này lúc ${hour(at)}, tự gửi lại khi có mạng.`);
    else say('Mất kết nối. Nội dung đồng chí nhập vẫn còn trên trang này, đừng đóng trang.');
  };
  const send = () => form.dispatchEvent(new Event('change', { bubbles: true }));

  let unsent = false;
  const isOurs = e => e.detail.elt === place;
  const lost = e => { if (isOurs(e)) { unsent = true; keep(); } };
  document.addEventListener('htmx:sendError', lost);
  document.addEventListener('htmx:timeout', lost);
  document.addEventListener('htmx:responseError', e => { if (e.detail.xhr.status >= 500) lost(e); });
  // a lost session answers with the login page
  document.addEventListener('htmx:beforeSwap', e => { if (isOurs(e) && e.detail.xhr.responseText.includes('data-trang="dang-nhap"')) lost(e); });
  document.addEventListener('htmx:afterRequest', e => {
    if (!isOurs(e) || !e.detail.successful || e.detail.xhr.responseText.includes('data-trang="dang-nhap"')) return;
    unsent = false;
    forget();
  });
  addEventListener('online', () => { if (unsent) send(); });
  setInterval(() => { if (unsent && navigator.onLine) send(); }, 20000);

  /* files whose sending was cut off are sent again, one request each, from the field that still holds them */
  const cut = new Set();
  document.addEventListener('htmx:sendError', e => { if (e.detail.elt.type === 'file') cut.add(e.detail.elt.id); });
  addEventListener('online', () => {
    cut.forEach(id => document.getElementById(id)?.files.length && document.getElementById(id).dispatchEvent(new Event('change', { bubbles: true })));
    cut.clear();
  });

  /* without a signal the form isn't handed to the browser, which would show an empty page instead of it */
  document.addEventListener('submit', e => {
    if (e.target !== form) return;
    if (navigator.onLine) { if (write({ at: Date.now(), entries: typed() })) sessionStorage.setItem('da-gui', name); return; }
    e.preventDefault();
    e.stopImmediatePropagation();
    unsent = true;
    keep();
  }, true);

  /* kept on this device in an earlier visit, and never reached the server: offered, never put in by itself */
  const kept = read();
  if (kept && (Date.now() - kept.at > WEEK || same(kept.entries))) forget();
  else if (kept) {
    const bar = document.createElement('div'), text = document.createElement('div'), title = document.createElement('b');
    bar.className = 'bao bao-tin mb-3';
    bar.setAttribute('role', 'status');
    title.textContent = `Nội dung nhập lúc ${hour(kept.at)} ngày ${new Date(kept.at).toLocaleDateString('vi-VN')} trên máy này chưa gửi lên được.`;
    const button = (label, css, act) => {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = `btn btn-nho ${css} mt-2 me-2`;
      made.textContent = label;
      made.addEventListener('click', () => { act(); bar.remove(); forget(); });
      return made;
    };
    text.append(title, document.createElement('br'), button('Lấy lại nội dung đó', 'btn-phu', () => { fill(kept.entries); send(); }), button('Bỏ', 'btn-chu', () => {}));
    bar.append(text);
    form.before(bar);
  }
  function fill(entries) {
    const values = new Map();
    entries.forEach(([field, value]) => values.set(field, [...(values.get(field) || []), value]));
    [...form.elements].forEach(field => {
      if (!field.name || OWN.includes(field.name) || ['file', 'submit', 'button', 'hidden'].includes(field.type)) return;
      const said = values.get(field.name) || [];
      if (['checkbox', 'radio'].includes(field.type)) field.checked = said.includes(field.value);
      else if (values.has(field.name)) field.value = said[0];
    });
  }
})();
