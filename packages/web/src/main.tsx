import './styles/tokens.css';
import './styles/contrast.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startI18n } from './i18n/index.ts';
import { offerRegions } from './regions/offer-regions.ts';
import { startTheme } from './settings/theme.ts';
import { setStylesByCssom } from './styles/style-attributes.ts';
import { stampStyles } from './styles/style-nonce.ts';
import { followVisibleHeight } from './terminal-keys/visible-height.ts';

stampStyles(document);
setStylesByCssom(HTMLSpanElement);
startTheme();
startI18n();
offerRegions();
followVisibleHeight(window);

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(<App />);
