import type { find as english } from '../en/find.ts';

/** 查找容器：Pod 列表。 */
export const find: typeof english = {
  pinned: '已固定',
  recent: '最近打开',
  view: '列表排列方式',
  byPod: 'Pod',
  byWorkload: '工作负载',
  barePods: '不属于任何工作负载的 Pod',
  noContainer: '已不存在',
  sectionLabel_one: '{{name}}，{{count}} 个容器',
  sectionLabel_other: '{{name}}，{{count}} 个容器',
  placeLabel: '{{section}}：{{namespace}} 中的 {{pod}} / {{container}}，{{state}}',
  workloadLabel_one: '{{namespace}} 中的 {{kind}} {{name}}，{{count}} 个 Pod，{{ready}} 个就绪',
  workloadLabel_other: '{{namespace}} 中的 {{kind}} {{name}}，{{count}} 个 Pod，{{ready}} 个就绪',
  unknownState: '状态未知',
  actions: '{{name}} 的操作',
  open: '打开终端',
  fold: '折叠',
  unfold: '展开',
  pin: '固定',
  unpin: '取消固定',
  copyName: '复制名称',
  copyLink: '复制链接',
  copyKubectl: '复制 kubectl 命令',
  copiedText: '已复制：{{text}}',
  copyFailed: '浏览器不允许复制。',
};
