/**
 * Keeps the page as high as what can be seen of it: keyboards on the screen cover the rest, and on iOS push the page up.
 * Style sheets have the height as `--visible-height`.
 */
export function followVisibleHeight(page: Window): void {
  const { visualViewport: viewport } = page;
  if (viewport === null) return;
  const { style } = page.document.documentElement;
  const follow = () => {
    // Somebody who zooms in sees less of a page that must stay as it is.
    if (viewport.scale > 1.01) return;
    style.setProperty('--visible-height', `${viewport.height}px`);
    if (viewport.offsetTop > 0) page.scrollTo(0, 0);
  };
  follow();
  viewport.addEventListener('resize', follow);
  viewport.addEventListener('scroll', follow);
}
