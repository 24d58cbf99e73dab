/* What HTML cannot do by itself; every page works without it. Loaded once with defer; strict CSP: no inline code anywhere.
   Behaviour hangs on data-… attributes and on the document, so that parts swapped in by htmx need no new set-up. */
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('co-js');
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const toast = text => {
    const box = document.getElementById('bao-noi'), pattern = document.getElementById('mau-bao-noi');
    if (!box || !pattern) return;
    box.replaceChildren(pattern.content.cloneNode(true));
    box.querySelector('span').textContent = text;
  };

  /* htmx: the token of this page, and plain words when a request fails (what was typed stays) */
  document.addEventListener('htmx:configRequest', e => {
    const token = document.querySelector('meta[name=csrf-token]')?.content;
    if (token && e.detail.verb !== 'get') e.detail.headers['X-CSRFToken'] = token;
  });
  document.addEventListener('htmx:beforeSwap', e => {
    // a lost session answers with the login page: never swap that into a form
    if (!e.detail.xhr.responseText.includes('data-trang="dang-nhap"')) return;
    e.detail.shouldSwap = false;
    toast('Phiên làm việc đã hết. Nội dung đồng chí nhập vẫn còn: mở trang đăng nhập ở thẻ khác, rồi gửi lại.');
  });
  document.addEventListener('htmx:responseError', () => toast('Chưa lưu được. Nội dung đồng chí nhập vẫn còn, bấm gửi để thử lại.'));
  document.addEventListener('htmx:sendError', () => toast('Mất kết nối. Nội dung đồng chí nhập vẫn còn, thử lại khi có mạng.'));
  document.addEventListener('htmx:afterSettle', e => { focusErrors(e.detail.elt.parentElement || document); all('form[data-chon]').forEach(countRows); });

  /* what was typed while the answer was on its way is kept: the new part knows only what was sent */
  const typed = 'input:not([type=hidden],[type=checkbox],[type=radio],[type=file]),select,textarea';
  document.addEventListener('htmx:beforeSend', e => {
    const form = e.detail.elt.closest('form'), part = e.detail.target;
    if (e.detail.requestConfig.verb === 'post' && form?.contains(part)) e.detail.xhr.daGui = new Map(all(typed, part).map(i => [i.name, i.value]));
  });
  document.addEventListener('htmx:beforeSwap', e => {
    const { xhr, target } = e.detail, field = document.activeElement;
    if (!xhr.daGui || !target.isConnected) return;
    xhr.goThem = all(typed, target).filter(i => xhr.daGui.has(i.name) && xhr.daGui.get(i.name) !== i.value).map(i => [i.name, i.value]);
    // htmx forgets a selection that starts at 0: the next key would add to a figure that it should replace
    if (field?.matches(typed) && target.contains(field) && field.selectionStart !== null) xhr.dangChon = [field.name, field.selectionStart, field.selectionEnd];
  });
  // within the swap itself, before another key can arrive
  document.addEventListener('htmx:afterSwap', e => {
    const { goThem = [], dangChon } = e.detail.xhr || {}, named = name => document.getElementsByName(name)[0];
    goThem.forEach(([name, value]) => { if (named(name)?.matches(typed)) named(name).value = value; });
    if (dangChon && named(dangChon[0]) === document.activeElement) document.activeElement.setSelectionRange?.(dangChon[1], dangChon[2]);
    if (e.detail.xhr) e.detail.xhr.goThem = e.detail.xhr.dangChon = undefined;
  });

  /* candidates under a field that names people, units or tasks: down and up walk through them, Enter takes the first */
  document.addEventListener('keydown', e => {
    const box = e.target.closest?.('.o')?.querySelector('.goi-y'), found = box ? all('button', box) : [];
    const at = found.indexOf(document.activeElement), input = box?.parentElement.querySelector('.pickwidget');
    if (!found.length || e.isComposing || (at < 0 && e.target !== input)) return;
    if (e.key === 'Enter' && at < 0) { e.preventDefault(); if (box.dataset.cho !== input.value) found[0].click(); }
    if (e.key === 'ArrowDown') { e.preventDefault(); found[Math.min(at + 1, found.length - 1)].focus(); }
    if (e.key === 'ArrowUp' && at >= 0) { e.preventDefault(); (found[at - 1] || input).focus(); }
  });
  // while other words are typed, the candidates on the page answer the former ones
  document.addEventListener('input', e => { if (e.target.matches('.pickwidget')) e.target.parentElement.querySelector('.goi-y').dataset.cho = e.target.value; });
  document.addEventListener('htmx:afterSwap', e => { if (e.detail.target.matches('.goi-y')) delete e.detail.target.dataset.cho; });

  /* the focus goes to what must be mended: on arrival, or when a swap brought it */
  const focusErrors = from => from.querySelector('[data-loi-tong]:not([data-mau] *)')?.focus();
  focusErrors(document);

  /* a form is sent once; buttons come back when the page does */
  document.addEventListener('submit', e => {
    const form = e.target;
    if (e.defaultPrevented || form.method !== 'post') return;
    if (form.dataset.dangGui) return e.preventDefault();
    form.dataset.dangGui = '1';
    setTimeout(() => all('button[type=submit],button:not([type])', form).forEach(b => b.setAttribute('aria-disabled', 'true')));
    setTimeout(release, 10000, form); // an export answers with a file and leaves the page where it is
  });
  const release = form => {
    delete form.dataset.dangGui;
    all('[aria-disabled]', form).forEach(b => b.removeAttribute('aria-disabled'));
  };
  addEventListener('pageshow', () => all('form[data-dang-gui]').forEach(release));
  // once it is on its way, nothing of it is kept or drawn anew any more: that would come in behind it
  document.addEventListener('htmx:beforeRequest', e => { if (e.detail.elt.closest('form')?.dataset.dangGui) e.preventDefault(); });

  /* what drafts.js keeps on this device goes once the form led on elsewhere, and all of it when somebody signs out */
  try {
    const sent = sessionStorage.getItem('da-gui');
    if (sent) { sessionStorage.removeItem('da-gui'); if (sent.split('|')[2] !== location.pathname) localStorage.removeItem(sent); }
  } catch { /* a browser that keeps nothing */ }
  document.addEventListener('submit', e => {
    if (!e.target.action?.includes('/logout/')) return;
    try { Object.keys(localStorage).filter(k => k.startsWith('nhap|')).forEach(k => localStorage.removeItem(k)); } catch { /* the same */ }
  });

  /* toasts, menus, dialogs */
  document.addEventListener('click', e => {
    e.target.closest('[data-dong]')?.parentElement.remove();
    const opener = e.target.closest('[data-mo]');
    if (opener) document.querySelector(opener.dataset.mo)?.showModal();
    if (e.target.closest('[data-in]')) print();
    all('details[data-menu][open]').forEach(menu => { if (!menu.contains(e.target)) menu.open = false; });
  });

  /* rows chosen for an act on many: <form data-chon>, boxes [data-hang-chon], one box [data-chon-het], bar [data-hang-loat] */
  const boxes = form => all('[data-hang-chon]', form);
  const countRows = form => {
    const chosen = boxes(form).filter(box => box.checked);
    boxes(form).forEach(box => box.closest('tr')?.classList.toggle('chon', box.checked));
    const bar = form.querySelector('[data-hang-loat]'), whole = form.querySelector('[data-chon-het]');
    if (bar) bar.hidden = !chosen.length;
    all('[data-so-chon]', form).forEach(place => { place.textContent = chosen.length; });
    if (whole) { whole.checked = chosen.length > 0 && chosen.length === boxes(form).length; whole.indeterminate = chosen.length > 0 && !whole.checked; }
  };
  document.addEventListener('change', e => {
    if (e.target.matches('input[type=file]')) nameFiles(e.target);
    const form = e.target.closest('form[data-chon]');
    if (!form) return;
    if (e.target.matches('[data-chon-het]')) boxes(form).forEach(box => { box.checked = e.target.checked; });
    countRows(form);
  });
  document.addEventListener('click', e => {
    const form = e.target.closest('[data-bo-chon]')?.closest('form[data-chon]');
    if (!form) return;
    e.preventDefault();
    boxes(form).forEach(box => { box.checked = false; });
    countRows(form);
  });
  all('form[data-chon]').forEach(countRows);

  /* the names of files chosen through the two wide labels */
  const nameFiles = input => {
    const place = document.querySelector(`[data-ten-tep="${input.id.replace(/-(anh|tep)$/, '')}"]`);
    if (place) place.textContent = all('input[type=file]', input.form).flatMap(i => [...i.files]).map(f => f.name).join(', ');
  };

  /* a message made for a phone chat: into the clipboard, or where the browser gives none (plain http), marked for copying */
  document.addEventListener('click', e => {
    const button = e.target.closest('[data-chep]');
    if (!button) return;
    const text = document.getElementById(button.dataset.chep);
    text.select();
    const done = () => { button.lastChild.textContent = 'Đã chép'; };
    if (navigator.clipboard) navigator.clipboard.writeText(text.value).then(done, () => {});
    else if (document.execCommand('copy')) done();
  });

  /* keyboard (design.md §9): off inside fields, and off altogether with <html data-phim-tat="tat"> */
  const rows = () => all('main a.ten, main .the-viec h3 a').filter(a => a.offsetParent);
  let waiting = 0, last = null;
  const go = key => document.querySelector(`[data-phim="${key}"]`)?.click();
  const step = by => { const list = rows(); list[Math.max(0, Math.min(list.length - 1, list.indexOf(document.activeElement) + by))]?.focus(); };
  const choose = range => {
    const box = document.activeElement.closest('tr')?.querySelector('[data-hang-chon]');
    if (!box) return;
    const list = boxes(box.form), from = list.indexOf(last), to = list.indexOf(box);
    box.checked = !box.checked;
    if (range && from >= 0) list.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(b => { b.checked = true; });
    last = box;
    countRows(box.form);
  };
  document.addEventListener('keydown', e => {
    if (e.key === 'Escape') return all('details[data-menu][open]').forEach(menu => { menu.open = false; menu.querySelector('summary').focus(); });
    if (root.dataset.phimTat === 'tat' || e.ctrlKey || e.altKey || e.metaKey || e.isComposing) return;
    if (e.target.matches('input:not([type=checkbox]):not([type=radio]),select,textarea,[contenteditable]') || document.querySelector('dialog[open]')) return;
    if (waiting && Date.now() - waiting < 1500) { waiting = 0; return go(e.key); }
    waiting = 0;
    const search = document.querySelector('main input[type=search]');
    const act = {
      '/': () => (search ? search.focus() : go('/')), g: () => { waiting = Date.now(); }, j: () => step(1), k: () => step(-1),
      x: () => choose(false), X: () => choose(true), n: () => go('n'), '?': () => document.getElementById('phim-tat')?.showModal(),
    }[e.key];
    if (act) { e.preventDefault(); act(); }
  });
})();
